import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import type { SecretName } from '../../lib/secrets.ts';

/** Makes an Ed25519 key as the secrets keep it. */
export async function makeSigningKey() {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const { x, d } = await exportJWK(privateKey);
  const kid = randomBytes(12).toString('base64url');
  return { kty: 'OKP', crv: 'Ed25519', x, d, kid, use: 'sig', alg: 'EdDSA' };
}

type SigningKey = Awaited<ReturnType<typeof makeSigningKey>>;

/** Keeps `keys` in `folder`: the first signs, all verify. */
export async function writeSigningKeys(folder: string, keys: readonly SigningKey[]): Promise<void> {
  const publicKeys = keys.map((key) => ({ ...key, d: undefined }));
  await writeFile(join(folder, 'verification-keys.json'), JSON.stringify({ keys: publicKeys }));
  await writeFile(join(folder, 'signing-keys.json'), JSON.stringify({ keys }));
}

const symmetricSecrets: readonly SecretName[] = [
  'refresh-token-key',
  'mailed-token-key',
  'second-factor-key',
  'passkey-challenge-key',
  'sealing-key',
];

/** Fills `folder` with all secrets that a stage has. */
export async function writeSecrets(folder: string): Promise<void> {
  await writeSigningKeys(folder, [await makeSigningKey()]);
  for (const name of symmetricSecrets) {
    const keys = [randomBytes(32).toString('base64url')];
    await writeFile(join(folder, `${name}.json`), JSON.stringify({ keys }));
  }
}
