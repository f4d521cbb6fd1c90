import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { declaredNeedsOf, needsOf } from '../../lib/grants.ts';
import type { Invocable } from '../../lib/invocables.ts';

import { bundling } from '../../lib/tools/bundling.ts';
import { carriedFolders, carriedPackages } from '../../lib/tools/carried-packages.ts';
import { invocables } from '../../lib/tools/invocables.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { packaged, root } from './packaged.ts';

/** Most bytes of a function, minified, and of the function in the middle of its kind. */
const budgets = {
  /** Routes that need no table. */
  withoutTable: { most: 145_000, median: 120_000 },
  usual: { most: 650_000, median: 520_000 },
  /** What verifies passkeys carries a WebAuthn library; ASN.1 alone, for their signatures, is half of it. */
  passkeys: { most: 740_000, median: 740_000 },
  /** What reaches objects carries the SDK's client of S3 as well. */
  objects: { most: 720_000, median: 660_000 },
} as const;

type Kind = keyof typeof budgets;

function kindOf(invocable: Invocable): Kind {
  const { objects, bucket } = declaredNeedsOf(invocable);
  if (Object.keys(objects).length + bucket.length > 0) return 'objects';
  const isOfPasskeys = ['identity-register-passkey', 'identity-passkey-sign-in'];
  if (isOfPasskeys.includes(invocable.name)) return 'passkeys';
  return needsTable(invocable) ? 'usual' : 'withoutTable';
}

/** Workers, tasks and the reader of the stream remember in the table what they have done. */
const needsTable = (invocable: Invocable) =>
  invocable.kind !== 'route' || needsOf(invocable).dynamodb.length > 0;

/** What must not be in a function, and why. */
const unwanted: readonly { why: string; path: RegExp }[] = [
  { why: 'languages of zod: import * as z from "zod"', path: /zod\/v4\/locales\/(?!en\.)/ },
  {
    why: 'ways to find credentials that Lambda never uses',
    path: /@aws-sdk\/(credential-provider-(?!env)|nested-clients|token-providers)/,
  },
  { why: 'firebase-admin, which only the push worker may load', path: /node_modules\/firebase-/ },
  { why: 'the local stack', path: /^lib\/local\// },
  { why: 'tools', path: /^lib\/tools\// },
  { why: 'tests', path: /^tests\// },
  { why: 'a development dependency', path: developmentDependencies() },
];

/** What reads and writes the table. */
const tableCode = /node_modules\/(electrodb|@aws-sdk\/(client|lib)-dynamodb)\//;

function developmentDependencies(): RegExp {
  const names = Object.keys(packageJson.devDependencies).map((name) => name.replace('/', '\\/'));
  return new RegExp(`^node_modules/(${names.join('|')})/`);
}

let metafile: Metafile;
beforeAll(async () => {
  const result = await build({
    ...bundling,
    absWorkingDir: root,
    entryPoints: invocables.map(({ module }) => `${module}.ts`),
    outdir: join(root, '.build/bundles'),
    outbase: '.',
    sourcemap: false,
    write: false,
    metafile: true,
  });
  metafile = result.metafile;
}, 120_000);

function outputOf({ module }: Invocable) {
  const output = metafile.outputs[`.build/bundles/${module}.js`];
  if (!output) throw new Error(`${module} was not built`);
  return output;
}

/** The imports that lead from a function to a file. */
function wayTo(file: string, { module }: Invocable): string {
  const entry = `${module}.ts`;
  const cameFrom = new Map<string, string>([[entry, '']]);
  for (const path of cameFrom.keys()) {
    for (const { path: next } of metafile.inputs[path]?.imports ?? []) {
      if (!cameFrom.has(next)) cameFrom.set(next, path);
    }
  }
  const way = [];
  for (let at: string | undefined = file; at; at = cameFrom.get(at)) way.unshift(at);
  return way.join(' → ');
}

/** How large a function is, and by which imports the largest file of each large package came. */
function describeSize(invocable: Invocable): string {
  const files = Object.entries(outputOf(invocable).inputs)
    .map(([file, { bytesInOutput }]) => ({ file, bytes: bytesInOutput }))
    .toSorted((one, other) => other.bytes - one.bytes);
  const packages = Object.entries(
    Object.groupBy(
      files,
      ({ file }) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? 'our own code',
    ),
  ).map(([name, own = []]) => ({
    name,
    bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
    largest: own[0]?.file ?? '',
  }));
  const lines = packages
    .toSorted((one, other) => other.bytes - one.bytes)
    .slice(0, 8)
    .map(({ name, bytes, largest }) => `${kilobytes(bytes)} ${name}: ${wayTo(largest, invocable)}`);
  return [`${invocable.name}: ${kilobytes(outputOf(invocable).bytes)}`, ...lines].join('\n  ');
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;

describe('bundles', () => {
  it.each(unwanted)('do not carry $why', ({ path }) => {
    const found = invocables.flatMap((invocable) =>
      Object.entries(outputOf(invocable).inputs)
        .filter(([file, { bytesInOutput }]) => bytesInOutput > 0 && path.test(file))
        .map(([file]) => wayTo(file, invocable)),
    );
    expect(found).toEqual([]);
  });

  it('leave out native packages, which their functions declare', () => {
    const wanting = invocables.filter((invocable) =>
      outputOf(invocable).imports.some(({ path }) => carriedPackages.includes(path)),
    );
    const declaring = invocables.filter(
      ({ kind, definition }) => kind === 'worker' && definition.packages,
    );
    expect(wanting.map(({ name }) => name)).toEqual(declaring.map(({ name }) => name));
    expect(declaring.map(({ name }) => name)).toEqual(['files-render-images']);
  });

  it('of routes that need no table carry nothing that reads one', () => {
    const withoutTable = invocables.filter((invocable) => !needsTable(invocable));
    const found = withoutTable.flatMap((invocable) =>
      Object.entries(outputOf(invocable).inputs)
        .filter(([file, { bytesInOutput }]) => bytesInOutput > 0 && tableCode.test(file))
        .map(([file]) => wayTo(file, invocable)),
    );
    expect(found).toEqual([]);
    expect(withoutTable.map(({ name }) => name)).toContain('platform-ping');
  });

  it.each(Object.keys(budgets) as Kind[])('stay within their budget: %s', (kind) => {
    const { most, median } = budgets[kind];
    const own = invocables
      .filter((invocable) => kindOf(invocable) === kind)
      .toSorted((one, other) => outputOf(one).bytes - outputOf(other).bytes);
    const tooLarge = own.filter((invocable) => outputOf(invocable).bytes > most);
    expect(tooLarge.map(describeSize)).toEqual([]);
    const middle = own[Math.floor(own.length / 2)];
    if (!middle) throw new Error(`No function is ${kind}`);
    if (outputOf(middle).bytes > median) throw new Error(`The median is ${describeSize(middle)}`);
  });

  it('find the files that they read at run time', () => {
    const files = invocables.flatMap(({ kind, definition }) =>
      kind === 'route' ? (definition.files ?? []) : [],
    );
    const missing = files.filter((file) => !existsSync(join(root, file.replace(/\/\*$/, ''))));
    expect(missing).toEqual([]);
    for (const file of files) expect(file).not.toMatch(/^(lib\/(local|tools)|tests)\//);
  });
});

describe('packages', () => {
  it('with native parts hold what a function on arm64 needs of them, and no other holds any', async () => {
    const { folder } = await packaged({ args: ['--param', 'domain=files'], withCode: true });
    const own = invocables.filter(({ domain }) => domain === 'files');
    const carrying = own.flatMap(({ name }) => {
      const native = namesIn(join(folder, `${name}.zip`)).filter((file) =>
        /\.(node|so[.\d]*)$/.test(file),
      );
      return native.length > 0 ? [[name, native.map((file) => file.split('/')[2])]] : [];
    });
    expect(carrying).toEqual([
      ['files-render-images', ['sharp-libvips-linux-arm64', 'sharp-linux-arm64']],
    ]);
    const names = namesIn(join(folder, 'files-render-images.zip'));
    const packages = names.flatMap(
      (file) => /^node_modules\/((@img\/)?[^/]+)/.exec(file)?.[1] ?? [],
    );
    expect(new Set(packages)).toEqual(
      new Set(carriedFolders(['sharp']).map((path) => path.slice('node_modules/'.length))),
    );
  }, 900_000);

  it('hold the function, its source map and nothing else', async () => {
    const { folder } = await packaged({ args: ['--param', 'domain=sns'], withCode: true });
    const own = invocables.filter(({ domain }) => domain === 'sns');
    const contents = own.map(({ name }) => [name, namesIn(join(folder, `${name}.zip`))]);
    expect(contents).toEqual(
      own.map(({ name, module }) => [name, [`${module}.cjs`, `${module}.cjs.map`]]),
    );
  }, 900_000);
});

/**
 * The names in a zip file, from its directory at the end: APPNOTE 4.3.12 and 4.3.16. Looked for by its
 * sign, an entry is also found where compressed bytes happen to be that sign.
 */
function namesIn(file: string): string[] {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  const names: string[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field));
    if (name === undefined || extra === undefined || comment === undefined) break;
    names.push(bytes.toString('utf8', at + 46, at + 46 + name));
    at += 46 + name + extra + comment;
  }
  return names;
}
