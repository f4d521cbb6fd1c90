import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecretName } from '../needs.ts';
import { checkSecret, makeSecrets } from '../tools/make-secrets.ts';
import { LocalServiceError } from './services/local-service-error.ts';

/**
 * Makes the secrets of a local stack in `folder` when it has none. Those that are there are only
 * checked: whoever lost one decides whether to lose what it protects as well.
 *
 * @throws LocalServiceError when one is missing or damaged
 */
export async function ensureSecrets(folder: string): Promise<void> {
  const secrets = Object.entries(makeSecrets()) as [SecretName, string][];
  const present = await readdir(folder).catch(() => []);
  if (present.length === 0) {
    // As one folder: there are all of them or none, whenever this ends.
    const draft = `${folder}.new`;
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { mode: 0o700 });
    for (const [name, text] of secrets) {
      await writeFile(fileOf(draft, name), `${text}\n`, { mode: 0o600 });
    }
    await rename(draft, folder);
    return;
  }
  for (const [name] of secrets) {
    const file = fileOf(folder, name);
    try {
      checkSecret(name, await readFile(file, 'utf8'));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new LocalServiceError(
        `secret ${file} cannot be used (${reason}): restore it from a copy, or remove ${folder} ` +
          'to get new ones, which ends all sign-ins',
      );
    }
  }
}

const fileOf = (folder: string, name: SecretName) => join(folder, `${name}.json`);
