import { randomBytes } from 'node:crypto';
import { keyedHashes } from '../auth/seal.ts';

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
  code.toLowerCase().replace(/[\s-]/g, '').replace(/[il]/g, '1').replace(/o/g, '0');

/** What is stored of a user's codes. */
export function hashRecoveryCodes(userId: string, codes: readonly string[]): Promise<string[]> {
  return Promise.all(
    codes.map(async (code) => {
      const [hash = ''] = await keyedHashes('recovery-code', `${userId}:${normal(code)}`);
      return hash;
    }),
  );
}
