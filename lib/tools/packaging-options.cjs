const { bundling } = require('./bundling.ts');

/** Options of serverless-esbuild, which loads them by `require`. */
module.exports = () => ({
  ...bundling,
  loader: { ...bundling.loader },
  outputFileExtension: '.cjs',
  exclude: [],
  // Without these it keeps a compiler alive for every function: gigabytes.
  skipRebuild: true,
  concurrency: 2,
  zipConcurrency: 2,
});
