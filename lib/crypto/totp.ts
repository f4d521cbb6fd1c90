import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/* One-time codes by time: RFC 6238 over RFC 4226, with what authenticator apps take for granted. */

const secretBytes = 20;
const digits = 6;
const periodSeconds = 30;

/** Periods by which the clock of a device may be ahead or behind. */
const drift = 1;

export const newTotpSecret = (): Buffer => randomBytes(secretBytes);

/** The code of the period that began at `periodStart`, in epoch seconds. */
export function totpCode(secret: Buffer, periodStart: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(periodStart / periodSeconds)));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0xf;
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits;
  return String(number).padStart(digits, '0');
}

/**
 * When the period of a code began, in epoch seconds: the present period, the one before or the one
 * after, but none up to `lastUsed`, so that no code counts twice. `undefined` for any other code.
 */
export function totpPeriodOf(
  code: string,
  secret: Buffer,
  { now, lastUsed }: { now: Date; lastUsed: number | undefined },
): number | undefined {
  const given = Buffer.from(code);
  const present = Math.floor(now.getTime() / 1000 / periodSeconds) * periodSeconds;
  const periods = Array.from(
    { length: 2 * drift + 1 },
    (_, index) => present + (index - drift) * periodSeconds,
  );
  // Each is compared, whichever fits: the time it takes tells nothing.
  const fitting = periods.filter((start) => {
    const code = Buffer.from(totpCode(secret, start));
    return code.length === given.length && timingSafeEqual(code, given);
  });
  return fitting.find((start) => lastUsed === undefined || start > lastUsed);
}

const base32Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** As people type a secret: RFC 4648 base32 without padding. */
export function base32(bytes: Buffer): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => base32Alphabet[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

/** https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
export function otpauthUri(secret: Buffer, issuer: string, account: string): string {
  const label = encodeURIComponent(account).replaceAll('%40', '@');
  const query = new URLSearchParams({
    secret: base32(secret),
    issuer,
    algorithm: 'SHA1',
    digits: String(digits),
    period: String(periodSeconds),
  });
  return `otpauth://totp/${encodeURIComponent(issuer)}:${label}?${query.toString()}`;
}
