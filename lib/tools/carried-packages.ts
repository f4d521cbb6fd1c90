import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/* Packages with native parts, which no bundler takes in: functions carry them as npm installs them. */

/** What bundles leave out. */
export const carriedPackages: readonly string[] = ['sharp'];

/** Where functions run. */
const target = { os: 'linux', cpu: 'arm64', libc: 'glibc' };

const root = join(import.meta.dirname, '../..');

/** A package as package-lock.json has it. */
interface Locked {
  version: string;
  integrity?: string;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

type Lock = Record<string, Locked>;

const readLock = (): Lock =>
  (JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Lock })
    .packages;

/**
 * The folders of packages and of all that they need where functions run, from the repository's root.
 */
export function carriedFolders(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const lock = readLock();
  const folders = new Set(names.map((name) => `node_modules/${name}`));
  for (const folder of folders) {
    const { dependencies, optionalDependencies } = lockedAt(lock, folder);
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      if (lock[`${folder}/node_modules/${name}`]) {
        throw new Error(`${folder} has a ${name} of its own, which nobody would carry`);
      }
      const needed = `node_modules/${name}`;
      if (runsOnTarget(lockedAt(lock, needed))) folders.add(needed);
    }
  }
  return [...folders].sort();
}

function lockedAt(lock: Lock, folder: string): Locked {
  const found = lock[folder];
  if (!found) throw new Error(`package-lock.json has no ${folder}`);
  return found;
}

const runsOnTarget = ({ os, cpu, libc }: Locked) =>
  (!os || os.includes(target.os)) &&
  (!cpu || cpu.includes(target.cpu)) &&
  (!libc || libc.includes(target.libc));

/**
 * Brings what npm has left out of the carried packages because this machine is of another kind than
 * those that functions run on, exactly as package-lock.json has it.
 *
 * @throws Error in one line that names the package and what brings it, when npm does not bring it now
 */
export function installCarriedPackages(): void {
  const lock = readLock();
  for (const folder of carriedFolders(carriedPackages)) {
    if (existsSync(join(root, folder))) continue;
    try {
      install(folder, lockedAt(lock, folder));
    } catch (error) {
      const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
      throw new Error(
        `Functions cannot be packaged without ${folder}: run "npm run postinstall" where npm reaches its registry (${reason})`,
      );
    }
  }
}

function install(folder: string, { version, integrity }: Locked): void {
  const work = mkdtempSync(join(tmpdir(), 'moa-package-'));
  try {
    const name = folder.slice('node_modules/'.length);
    const pack = ['pack', `${name}@${version}`, '--json', '--pack-destination', work];
    const npm = process.env.npm_execpath;
    const output = npm ? run(process.execPath, [npm, ...pack]) : run('npm', pack);
    const [packed] = JSON.parse(output) as { filename: string }[];
    const file = join(work, packed?.filename ?? '');
    const digest = createHash('sha512').update(readFileSync(file)).digest('base64');
    if (integrity !== `sha512-${digest}`) throw new Error(`${name} is not what was locked`);
    run('tar', ['-xzf', file, '-C', work]);
    // A copy can end half-way; a package is there whole or not at all.
    const beside = `${join(root, folder)}.partial`;
    rmSync(beside, { recursive: true, force: true });
    cpSync(join(work, 'package'), beside, { recursive: true });
    renameSync(beside, join(root, folder));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function run(command: string, args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
}
