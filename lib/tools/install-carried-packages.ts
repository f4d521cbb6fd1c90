/*
 * Runs at the end of `npm ci`, so that packaging needs no network. What cannot be had now, packaging
 * looks for again.
 */
import { installCarriedPackages } from './carried-packages.ts';

try {
  installCarriedPackages();
} catch (error) {
  process.stderr.write(`Packages that functions carry are missing so far. ${String(error)}\n`);
}
