import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { carriedPackages } from './carried-packages.ts';
import { unusedConstants } from './unused-constants.ts';

const root = join(import.meta.dirname, '../..');

/** Replaces modules of dependencies by lighter ones that do what Lambda needs of them. */
const replacements: readonly {
  module: RegExp;
  by: string;
  /** Only where CommonJS asks for it: of that esbuild cannot tell what it uses. */
  required?: true;
}[] = [
  { module: /^@aws-sdk\/credential-provider-node$/, by: 'lib/aws/environment-credentials.ts' },
  { module: /^@aws-sdk\/endpoint-cache$/, by: 'lib/aws/no-endpoint-cache.ts' },
  { module: /^@aws-sdk\/lib-dynamodb$/, by: 'lib/model/no-document-client.ts', required: true },
  { module: /\/(validateCertificatePath|isCertRevoked)\.js$/, by: 'lib/auth/no-certificates.ts' },
  { module: /^@smithy\/core\/event-streams$/, by: 'lib/aws/no-event-streams.ts' },
  { module: /^electrodb$/, by: 'lib/model/entities-only.mjs' },
  { module: /^jsonschema$/, by: 'lib/model/trusting-validator.ts' },
];

const lighten: Plugin = {
  name: 'lighten',
  setup(build) {
    for (const { module, by, required } of replacements) {
      build.onResolve({ filter: module }, ({ kind }) =>
        required && kind !== 'require-call' ? undefined : { path: join(root, by) },
      );
    }
    // It has no effects at import, which its package does not say.
    build.onResolve(
      { filter: /^@aws-sdk\/lib-dynamodb$/ },
      async ({ path, pluginData, ...from }) => {
        if (pluginData === marked) return undefined;
        const found = await build.resolve(path, { ...from, pluginData: marked });
        return { ...found, sideEffects: false };
      },
    );
  },
};

const marked = Symbol();

/** Modules of dependencies that no function calls: what they export throws instead. */
const leftOut: readonly RegExp[] = [
  // JSON Schema is made of the contract when it is documented, not where it is served.
  /\/zod\/v4\/core\/(json-schema-processors|to-json-schema)\.js$/,
  // For where there is no crypto module.
  /\/@smithy\/core\/dist-es\/submodules\/checksum\/sha256\/Sha256Js\.js$/,
];

const leaveOut: Plugin = {
  name: 'leave-out',
  setup(build) {
    for (const filter of leftOut) {
      build.onLoad({ filter }, async ({ path }) => {
        const { metafile } = await build.esbuild.build({
          entryPoints: [path],
          bundle: true,
          format: 'esm',
          platform: 'node',
          write: false,
          metafile: true,
        });
        const names = Object.values(metafile.outputs).flatMap((output) => output.exports);
        const message = JSON.stringify(`${basename(path)} is left out of the bundles`);
        return {
          contents: `function refuse() { throw new Error(${message}) }
            export { ${names.map((name) => `refuse as ${name}`).join(', ')} };`,
        };
      });
    }
    // Of what a client's package says of itself it tells its version to the service.
    build.onLoad({ filter: /\/@aws-sdk\/client-[a-z0-9-]+\/package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** How every function is bundled, by packaging and by the tests that watch the bundles. */
export const bundling = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  // ESM sources first: only those can be shaken.
  mainFields: ['module', 'main'],
  minify: true,
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  loader: { '.html': 'text', '.css': 'text', '.txt': 'text' },
  plugins: [lighten, leaveOut, unusedConstants],
  external: [...carriedPackages],
} as const satisfies BuildOptions;
