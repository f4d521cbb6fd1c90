import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecretName } from '../secrets.ts';
import { missingCredentialSecrets, separateSealingKey } from '../tools/credential-secrets.ts';
import { checkSecret, makeSecrets, type Secrets } from '../tools/make-secrets.ts';
import { LocalServiceError } from './services/local-service-error.ts';

/**
 * Makes the secrets of a local stack in `folder` when it has none. Those that are there are only
 * checked: whoever lost one decides whether to lose what it protects as well. A folder of before, when
 * `sealing-key` stood for all credentials, gets the secrets for them: sign-ins and second factors stay,
 * cursors and stored outcomes do not.
 *
 * @throws LocalServiceError when one is missing or damaged
 */
export async function ensureSecrets(folder: string): Promise<void> {
  const secrets = Object.entries(makeSecrets()) as [SecretName, string][];
  const present: string[] = await readdir(folder).catch(() => []);
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
  const names = secrets.map(([name]) => name);
  const found: Partial<Secrets> = {};
  for (const name of names.filter((one) => present.includes(`${one}.json`))) {
    found[name] = await readSound(folder, name);
  }
  const added = await addCredentialSecrets(folder, found);
  for (const name of names) {
    if (found[name] === undefined && !added.includes(name)) await readSound(folder, name);
  }
}

/** The text of a secret. @throws LocalServiceError when it is missing or damaged */
async function readSound(folder: string, name: SecretName): Promise<string> {
  const file = fileOf(folder, name);
  try {
    const text = await readFile(file, 'utf8');
    checkSecret(name, text);
    return text;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LocalServiceError(
      `secret ${file} cannot be used (${reason}): restore it from a copy, or remove ${folder} ` +
        'to get new ones, which ends all sign-ins',
    );
  }
}

/** Gives a folder of before what it lacks; answers the secrets that are new. */
async function addCredentialSecrets(
  folder: string,
  found: Partial<Secrets>,
): Promise<SecretName[]> {
  const missing = missingCredentialSecrets(found);
  const sealing = separateSealingKey({ ...found, ...Object.fromEntries(missing) });
  // `sealing-key` is the last, so that a start which stops half-way is taken up by the next.
  const added: [SecretName, string][] = [
    ...missing,
    ...(sealing === undefined ? [] : [['sealing-key', sealing] as [SecretName, string]]),
  ];
  for (const [name, text] of added) {
    const draft = `${fileOf(folder, name)}.new`;
    await writeFile(draft, `${text}\n`, { mode: 0o600 });
    await rename(draft, fileOf(folder, name));
  }
  return added.map(([name]) => name);
}

const fileOf = (folder: string, name: SecretName) => join(folder, `${name}.json`);
