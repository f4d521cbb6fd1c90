import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Access } from '../../../lib/local/front/accesses.ts';
import { type Evidence, mergeEvidence } from '../evidence.ts';

const evidenceFolder = (secretsFolder: string) => join(secretsFolder, 'evidence');

/** Keeps what functions were seen doing in a test file until the run ends. */
export async function keepEvidence(secretsFolder: string, evidence: Evidence): Promise<void> {
  if (evidence.size === 0) return;
  const folder = evidenceFolder(secretsFolder);
  await mkdir(folder, { recursive: true });
  const seen = [...evidence].map(([functionId, accesses]) => [functionId, [...accesses]]);
  await writeFile(join(folder, `${randomUUID()}.json`), JSON.stringify(seen));
}

/** What functions were seen doing in all test files of a run that had their services in their process. */
export async function keptEvidence(secretsFolder: string): Promise<Evidence> {
  const folder = evidenceFolder(secretsFolder);
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const all = files.map(async (file): Promise<Evidence> => {
    const seen = JSON.parse(await readFile(join(folder, file), 'utf8')) as [string, Access[]][];
    return new Map(seen.map(([functionId, accesses]) => [functionId, new Set(accesses)]));
  });
  return mergeEvidence(...(await Promise.all(all)));
}
