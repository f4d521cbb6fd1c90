const { bundling } = require('./bundling.ts');

/** Options of serverless-esbuild, which loads them by `require`. */
module.exports = () => ({
  ...bundling,
  loader: { ...bundling.loader },
  outputFileExtension: '.cjs',
  // They come with the function as files: its plugin would install them anew.
  exclude: bundling.external,
  // Without these it keeps a compiler alive for every function: gigabytes.
  skipRebuild: true,
  concurrency: 2,
  zipConcurrency: 2,
});
