import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const root = process.cwd();

/** What `serverless package` reads. */
const inputs = ['events', 'functions', 'lib', 'package-lock.json', 'serverless.yml'];

/** One resource of a template; its properties are whatever its type has. */
export interface Resource {
  Type: string;
  DeletionPolicy?: string;
  DependsOn?: string | string[];
  // biome-ignore lint/suspicious/noExplicitAny: a template has no types
  Properties: any;
}

export interface Template {
  Resources: Record<string, Resource>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: string } }>;
}

/** The packaged stacks of one run of `serverless package`. */
export interface Packaged {
  /** Files as packaged, by stack. */
  folder: string;
  templates: Record<string, Template>;
}

interface Options {
  /** Further arguments of `serverless package`. */
  args?: readonly string[];
  /** Bundle the functions; without it their code is an empty file, for those who read templates. */
  withCode?: boolean;
}

/**
 * Runs `serverless package` without credentials, in a folder of its own so that nobody's packages
 * are touched; what is there for the same sources is taken as it is.
 */
export async function packaged({ args = [], withCode = false }: Options = {}): Promise<Packaged> {
  const base = join(root, '.build/infrastructure');
  const name = await digest([...args, String(withCode)]);
  const service = join(base, name);
  const folder = join(service, 'packages');
  if (!existsSync(folder)) {
    await rm(service, { recursive: true, force: true });
    await mkdir(service, { recursive: true });
    for (const link of ['events', 'functions', 'lib', 'node_modules', 'package.json']) {
      await symlink(join(root, link), join(service, link));
    }
    await writeFile(join(service, 'serverless.yml'), await configuration(withCode));
    await writeFile(join(service, 'no-code.zip'), '');
    const program = join(root, 'node_modules/serverless/bin/serverless.js');
    // Each kind of path is taken once.
    const command = [program, 'package', '--package', withCode ? 'packages' : folder, ...args];
    const env = { HOME: service, PATH: process.env.PATH ?? '' };
    await promisify(execFile)(process.execPath, command, { cwd: service, env }).catch(
      ({ stdout }: { stdout: string }) => {
        throw new Error(`serverless package failed: ${stdout}`);
      },
    );
    await removeOthers(base, name);
  }
  return { folder, templates: await readTemplates(folder) };
}

async function configuration(withCode: boolean): Promise<string> {
  const text = await readFile(join(root, 'serverless.yml'), 'utf8');
  if (withCode) return text;
  return text
    .replace('  - serverless-esbuild\n', '')
    .replace('  individually: true\n', '  artifact: no-code.zip\n');
}

async function readTemplates(folder: string): Promise<Record<string, Template>> {
  const file = 'cloudformation-template-update-stack.json';
  const isSingle = existsSync(join(folder, file));
  const stacks = isSingle ? ['.'] : await readdir(folder);
  const entries = stacks.map(async (stack) => {
    const text = await readFile(join(folder, stack, file), 'utf8');
    return [stack, JSON.parse(text) as Template] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Keeps the newest packages of this folder small in number. */
async function removeOthers(base: string, name: string): Promise<void> {
  const [, options] = name.split('.');
  for (const other of await readdir(base)) {
    if (other !== name && other.endsWith(`.${options}`)) {
      await rm(join(base, other), { recursive: true, force: true });
    }
  }
}

/** Names the sources by their content, and the options. */
async function digest(args: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const input of inputs) await addTo(hash, join(root, input));
  const options = createHash('sha256').update(JSON.stringify(args)).digest('hex').slice(0, 8);
  return `${hash.digest('hex').slice(0, 16)}.${options}`;
}

async function addTo(hash: ReturnType<typeof createHash>, path: string): Promise<void> {
  if (path.startsWith(join(root, 'lib/local'))) return;
  const names = await readdir(path).catch(() => undefined);
  if (names === undefined) {
    hash.update(path.slice(root.length)).update(await readFile(path));
    return;
  }
  for (const name of names.toSorted()) await addTo(hash, join(path, name));
}
