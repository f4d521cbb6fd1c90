/*
 * Runs at the end of `npm ci`, so that packaging needs no network. All else works without what cannot
 * be had now: that is told, and no installation fails by it.
 */
import { installCarriedPackages } from './carried-packages.ts';

try {
  installCarriedPackages();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}
