import { randomBytes } from 'node:crypto';
import { keyedHashes } from '../../crypto/seal.ts';

const count = 10;
const groups = 4;
const groupLength = 4;

// Crockford's base 32: nothing in it looks like something else in it.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** A code of 80 random bits, `xxxx-xxxx-xxxx-xxxx`. */
function newRecoveryCode(): string {
  const letters = Array.from(randomBytes(groups * groupLength), (byte) => alphabet[byte % 32]);
  return (letters.join('').match(new RegExp(`.{${groupLength}}`, 'g')) ?? []).join('-');
}

/** The ten codes that a user writes down. */
export const newRecoveryCodes = (): string[] => Array.from({ length: count }, newRecoveryCode);

const normal = (code: string) =>
  code
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s-]/g, '')
    .replace(/[il]/g, '1')
    .replace(/o/g, '0');

const hashesOf = (userId: string, code: string) =>
  keyedHashes('recovery-code', `${userId}:${normal(code)}`);

/** What is stored of a user's codes. */
export function hashRecoveryCodes(userId: string, codes: readonly string[]): Promise<string[]> {
  return Promise.all(codes.map(async (code) => (await hashesOf(userId, code))[0] ?? ''));
}

/** Where among the stored hashes that of `code` is, however its owner types it; -1 for no code. */
export async function findRecoveryCode(
  userId: string,
  code: string,
  stored: readonly string[],
): Promise<number> {
  const hashes = await hashesOf(userId, code);
  return stored.findIndex((hash) => hashes.includes(hash));
}
