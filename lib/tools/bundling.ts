import { join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { carriedPackages } from './carried-packages.ts';
import { unusedConstants } from './unused-constants.ts';

const root = join(import.meta.dirname, '../..');

/** Replaces modules of dependencies by lighter ones that do what Lambda needs of them. */
const replacements: readonly { module: RegExp; by: string }[] = [
  { module: /^@aws-sdk\/credential-provider-node$/, by: 'lib/aws/environment-credentials.ts' },
  { module: /\/(validateCertificatePath|isCertRevoked)\.js$/, by: 'lib/auth/no-certificates.ts' },
  { module: /^jsonschema$/, by: 'lib/model/trusting-validator.ts' },
];

const lighten: Plugin = {
  name: 'lighten',
  setup(build) {
    for (const { module, by } of replacements) {
      build.onResolve({ filter: module }, () => ({ path: join(root, by) }));
    }
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
  plugins: [lighten, unusedConstants],
  external: [...carriedPackages],
} as const satisfies BuildOptions;
