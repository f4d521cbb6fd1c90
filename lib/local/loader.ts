import { glob, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BuildFailure, build, formatMessages } from 'esbuild';
import { type Load, sharedModules } from './generation.ts';
import { watchFolders } from './watch-folders.ts';

/** Loads Moa's code in generations: each a bundle of its own, so that a change is a new one. */
export interface Loader {
  load: Load;
  /** Calls `changed` for each new generation that could be built, `failed` for each that could not. */
  watch: (changed: () => Promise<void>, failed: (message: string) => void) => void;
  close: () => void;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const watched = ['functions', 'lib', 'events'];
/** Functions, and what the app shares with them. */
const entryPoints = ['functions/**/*.ts', ...sharedModules.map((path) => `${path}.ts`)];
const notCode = /^lib\/(local|tools|client)\//;
/** Editors write in several steps. */
const settleMilliseconds = 50;

/**
 * Builds the first generation below `folder`, which must not be there yet.
 *
 * @throws Error with esbuild's messages when the code cannot be built
 */
export async function createLoader(folder: string): Promise<Loader> {
  await mkdir(folder, { recursive: true });
  // Packages are found from the bundles as from the sources, wherever the data folder is.
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  // And their kind is that of the sources, whatever a package around the data folder says.
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  let number = 1;
  let current = await buildGeneration(folder, number);
  let older: string | undefined;
  let stopWatching: (() => void) | undefined;

  const renew = async (
    changed: () => Promise<void>,
    failed: (message: string) => void,
  ): Promise<void> => {
    const before = current;
    number += 1;
    try {
      current = await buildGeneration(folder, number);
      await changed();
      // Requests of the one before may still be loading from it, but not of an older one.
      if (older) await rm(older, { recursive: true, force: true });
      older = before;
    } catch (error) {
      current = before;
      failed(await describe(error));
    }
  };

  return {
    load: (path) => import(pathToFileURL(join(current, `${path}.js`)).href) as Promise<object>,
    watch(changed, failed) {
      let timer: NodeJS.Timeout | undefined;
      let last: Promise<void> = Promise.resolve();
      const folders = watched.map((name) => join(root, name));
      stopWatching = watchFolders(folders, (file) => {
        if (!file.endsWith('.ts') || notCode.test(relative(root, file))) return;
        clearTimeout(timer);
        timer = setTimeout(() => {
          last = last.then(() => renew(changed, failed));
        }, settleMilliseconds);
      });
    },
    close: () => stopWatching?.(),
  };
}

/** Answers the folder of the bundles. */
async function buildGeneration(folder: string, number: number): Promise<string> {
  const outdir = join(folder, String(number));
  const files: string[] = [];
  for await (const file of glob(entryPoints, { cwd: root })) files.push(file);
  await build({
    absWorkingDir: root,
    entryPoints: files,
    outdir,
    outbase: root,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    packages: 'external',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'silent',
  });
  return outdir;
}

async function describe(error: unknown): Promise<string> {
  const { errors } = error as Partial<BuildFailure>;
  if (!errors) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  return (await formatMessages(errors, { kind: 'error', color: process.stdout.isTTY })).join('');
}
