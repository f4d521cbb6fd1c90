import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';

const root = process.cwd();

const sources = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);

/** What a file imports, types included; relative ones as paths from the root. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g);
  return [...found].map(([, name = '']) =>
    name.startsWith('.') ? relative(root, join(root, dirname(file), name)) : name,
  );
}

const offences = (files: readonly string[], forbidden: (imported: string) => boolean) =>
  files.flatMap((file) =>
    importsOf(file)
      .filter(forbidden)
      .map((imported) => `${file} imports ${imported}`),
  );

const isIn = (folder: string) => (path: string) => path.startsWith(`${folder}/`);

describe('dependencies', () => {
  it('lead from functions to lib, never back', () => {
    // The local stack and the tools are about all functions; neither is ever deployed.
    const files = sources('lib').filter((file) => !/^lib\/(local|tools)\//.test(file));
    expect(files.length).toBeGreaterThan(50);
    expect(offences(files, isIn('functions'))).toEqual([]);
  });

  it('never lead into the local stack or the tools from what is deployed', () => {
    const files = ['lib', 'functions', 'events']
      .flatMap(sources)
      .filter((file) => !/^lib\/(local|tools)\//.test(file));
    expect(offences(files, isIn('lib/local'))).toEqual([]);
    expect(offences(files, isIn('lib/tools'))).toEqual([]);
  });

  it('never lead into tests', () => {
    const files = ['lib', 'functions', 'events'].flatMap(sources);
    expect(offences(files, isIn('tests'))).toEqual([]);
  });
});

describe('contracts', () => {
  const contracts = [
    ...sources('functions').filter((file) => /\/(routes|registry)\.ts$/.test(file)),
    ...sources('events'),
  ];

  it('reach neither AWS, nor the table, nor configuration, nor the machine', async () => {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: contracts,
      outdir: join(root, '.build/contracts'),
      bundle: true,
      format: 'esm',
      packages: 'external',
      platform: 'neutral',
      write: false,
      metafile: true,
    });
    const builtins = new Set(builtinModules);
    const impure = Object.entries(metafile.inputs).flatMap(([file, { imports }]) =>
      imports
        .map(({ path }) => path)
        .filter(
          (path) =>
            /^(@aws-sdk|@smithy|electrodb|@middy)/.test(path) ||
            // IDNA of a host asks the machine for nothing.
            (path !== 'node:url' && (path.startsWith('node:') || builtins.has(path))) ||
            /^lib\/(config|secrets|aws\/.*)\.ts$/.test(path),
        )
        .map((path) => `${file} imports ${path}`),
    );
    expect(impure).toEqual([]);
  });
});
