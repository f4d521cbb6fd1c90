import { readdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { takeLock } from './services/data-folder.ts';
import { LocalServiceError } from './services/local-service-error.ts';
import { environmentFile, readSettings } from './settings.ts';

/** All that a stack keeps in its data folder. */
const ownEntries = new Set([
  'build',
  'checkpoints.json',
  'checkpoints.json.new',
  'dynamodb',
  environmentFile,
  'mails',
  'objects',
  'secrets',
  'secrets.new',
  'sqs',
]);

/** Empties the data folder. @throws LocalServiceError when it is another's, or in use */
async function reset(): Promise<string> {
  const { dataDir } = readSettings(process.env);
  const entries = await readdir(dataDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new LocalServiceError(`${dataDir} cannot be read (${error.code}): nothing was removed`);
  });
  if (entries.length === 0) return `${dataDir} is empty already`;
  const foreign = entries.find((entry) => !ownEntries.has(entry));
  if (foreign !== undefined) {
    throw new LocalServiceError(
      `${dataDir} holds ${foreign}, so it is no data folder of Moa: nothing was removed`,
    );
  }
  const lock = await takeLock(await realpath(dataDir));
  try {
    for (const entry of entries) await rm(join(dataDir, entry), { recursive: true, force: true });
  } finally {
    lock?.close();
  }
  return `${dataDir} is empty now`;
}

try {
  process.stdout.write(`${await reset()}\n`);
} catch (error) {
  if (!(error instanceof LocalServiceError)) throw error;
  process.stderr.write(`Cannot reset: ${error.message}\n`);
  process.exitCode = 1;
}
