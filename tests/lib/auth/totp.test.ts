import {
  base32,
  newTotpSecret,
  otpauthUri,
  totpCode,
  totpPeriodOf,
} from '../../../lib/crypto/totp.ts';
import { authenticatorOf } from '../../support/authenticator.ts';

// RFC 6238, appendix B: SHA-1, of whose eight digits ours are the last six.
const rfcSecret = Buffer.from('12345678901234567890');
const rfcVectors: [seconds: number, eightDigits: string][] = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
];

const at = (seconds: number) => ({ now: new Date(seconds * 1000), lastUsed: undefined });

describe('codes by time', () => {
  it.each(rfcVectors)('at %d are those of RFC 6238', (seconds, eightDigits) => {
    expect(totpCode(rfcSecret, seconds)).toBe(eightDigits.slice(-6));
  });

  it('are those of an app that is told the secret', () => {
    for (let round = 0; round < 20; round++) {
      const secret = newTotpSecret();
      const app = authenticatorOf(otpauthUri(secret, 'Moa', 'kim+1&x=y@example.com'));
      const time = new Date(1_800_000_000_000 + round * 17_000);
      expect(app.code({ at: time })).toBe(totpCode(secret, time.getTime() / 1000));
    }
  });

  it('count for their period and the ones beside it', () => {
    const start = 1_111_111_110;
    const code = totpCode(rfcSecret, start);
    const taken = [-31, -30, 0, 29, 59, 60].map((later) =>
      totpPeriodOf(code, rfcSecret, at(start + later)),
    );
    expect(taken).toEqual([undefined, start, start, start, start, undefined]);
  });

  it('count once, and never after a later one', () => {
    const start = 1_111_111_110;
    const now = new Date(start * 1000);
    const [before, present, after] = [-30, 0, 30].map((later) =>
      totpCode(rfcSecret, start + later),
    );
    const periodOf = (code = '', lastUsed?: number) =>
      totpPeriodOf(code, rfcSecret, { now, lastUsed });
    expect(periodOf(before, start - 60)).toBe(start - 30);
    expect(periodOf(before, start - 30)).toBeUndefined();
    expect(periodOf(present, start - 30)).toBe(start);
    expect(periodOf(present, start)).toBeUndefined();
    expect(periodOf(before, start)).toBeUndefined();
    expect(periodOf(after, start)).toBe(start + 30);
  });

  it.each(['', '0', '00000', '0000000', '１２３４５６', 'abcdef'])('are not %j', (code) => {
    expect(totpPeriodOf(code, rfcSecret, at(59))).toBeUndefined();
  });
});

describe('base32', () => {
  // RFC 4648, section 10, without padding.
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('of %j is %j', (text, encoded) => {
    expect(base32(Buffer.from(text))).toBe(encoded);
  });
});
