/**
 * Writes what follows from the contracts: templates, sample events, tables. `--check` writes
 * nothing and fails when a file differs from what would be written.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { openApiFile } from '../openapi/file.ts';
import { domains } from '../registry/domains.ts';
import { routes } from '../registry/routes.ts';
import { baseStack } from './base-stack.ts';
import { domainStack } from './domain-stack.ts';
import { accessPatternPage, fillMarkers } from './reference.ts';
import { samples } from './samples.ts';

const root = join(import.meta.dirname, '../..');
const note = '# Written by `npm run generate` from the contracts. Change those.\n';
const samplesFolder = 'events/samples';

const yamlOf = (content: unknown) =>
  note + stringify(content, { aliasDuplicateObjects: false, lineWidth: 100, singleQuote: true });

const textOf = (path: string) => readFile(join(root, path), 'utf8').catch(() => undefined);

/** Every generated file by its path from the root. */
async function generate(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  files.set('functions/base/functions.yml', yamlOf(baseStack()));
  for (const domain of Object.keys(domains)) {
    files.set(`functions/${domain}/functions.yml`, yamlOf(domainStack(domain)));
  }
  for (const [name, event] of Object.entries(samples())) {
    files.set(`${samplesFolder}/${name}.json`, `${JSON.stringify(event, null, 2)}\n`);
  }
  const openApi = openApiFile(routes);
  files.set(openApi.path, openApi.text);
  files.set('docs/access-patterns.md', accessPatternPage());
  for (const name of await readdir(join(root, 'docs'))) {
    const path = `docs/${name}`;
    const page = name.endsWith('.md') && !files.has(path) ? await textOf(path) : undefined;
    if (page?.includes('<!-- generated:')) files.set(path, fillMarkers(page));
  }
  return files;
}

/** Samples of functions that are no more. */
async function leftovers(files: Map<string, string>): Promise<string[]> {
  const found = await readdir(join(root, samplesFolder)).catch(() => []);
  return found.map((name) => `${samplesFolder}/${name}`).filter((path) => !files.has(path));
}

async function main(): Promise<void> {
  const isCheck = process.argv.includes('--check');
  const files = await generate();
  const extra = await leftovers(files);
  const changed: string[] = [];
  for (const [path, text] of files) {
    if ((await textOf(path)) !== text) changed.push(path);
  }
  if (isCheck) {
    for (const path of [...changed, ...extra]) console.error(`${path} is out of step`);
    if (changed.length + extra.length > 0) {
      console.error('Run `npm run generate` and commit what it writes.');
      process.exitCode = 1;
    }
    return;
  }
  for (const path of changed) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), files.get(path) ?? '');
    console.log(`wrote ${path}`);
  }
  for (const path of extra) {
    await rm(join(root, path));
    console.log(`removed ${path}`);
  }
}

await main();
