import { join } from 'node:path';
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
  { module: /^@aws-sdk\/lib-dynamodb$/, by: 'lib/model/no-document-client.ts', required: true },
  { module: /\/(validateCertificatePath|isCertRevoked)\.js$/, by: 'lib/auth/no-certificates.ts' },
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
  plugins: [lighten, unusedConstants],
  external: [...carriedPackages],
} as const satisfies BuildOptions;
