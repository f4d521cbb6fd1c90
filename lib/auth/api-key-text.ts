import { createHash, randomBytes } from 'node:crypto';
import { config } from '../config.ts';
import { newId } from '../ids.ts';

const secretBytes = 32;
const syntax = /^moa_([a-z][a-z0-9-]{0,15})_([0-7][0-9a-hjkmnp-tv-z]{25})_([A-Za-z0-9_-]{43})$/;

/** SHA-256, base64url. A secret has 256 random bits and needs neither salt nor slowness. */
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url');

/** What a key's text begins with: the stage, and the key's id without its prefix. */
export const apiKeyPrefix = (keyId: string) => `moa_${config.stage}_${keyId.slice('key_'.length)}`;

/** Makes a key: its text, `moa_<stage>_<id>_<secret>`, is never kept, only the hash of its secret. */
export function newApiKey(now: Date): { keyId: string; text: string; secretHash: string } {
  const keyId = newId('apiKey', now);
  const secret = randomBytes(secretBytes).toString('base64url');
  return { keyId, text: `${apiKeyPrefix(keyId)}_${secret}`, secretHash: hashOf(secret) };
}

/** What a text says that has the form of a key of this stage; `undefined` for any other. */
export function readApiKey(text: string): { keyId: string; secretHash: string } | undefined {
  const [, stage, id = '', secret = ''] = syntax.exec(text) ?? [];
  if (stage !== config.stage) return undefined;
  return { keyId: `key_${id}`, secretHash: hashOf(secret) };
}
