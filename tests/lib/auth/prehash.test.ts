import { hashSync } from 'bcryptjs';
import { storeForeignHash, verifyPassword } from '../../../lib/crypto/password-hash.ts';
import {
  missingCosts,
  prehashed,
  readBcryptHash,
  readFirebaseHash,
} from '../../../lib/crypto/prehash.ts';

const bytes = (text: string) => Buffer.from(text, 'base64');

/** The project and the account of the description of Firebase's scrypt. */
const project = {
  signerKey: bytes(
    'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
  ),
  saltSeparator: bytes('Bw=='),
  rounds: 8,
  memCost: 14,
};
const account = {
  hash: bytes(
    'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
  ),
  salt: bytes('42xEC+ixf3L2lw=='),
};

describe('hashes of Firebase', () => {
  it('verify the password of its own example', async () => {
    const { prehash, digest } = readFirebaseHash(account, project);
    expect(await prehashed('user1password', prehash)).toBe(digest);
    expect(await prehashed('user1passwort', prehash)).not.toBe(digest);
  });

  it('leave nothing of the signer key in what is stored', async () => {
    const stored = await storeForeignHash(readFirebaseHash(account, project));
    expect(stored).toEqual({
      passwordHash: expect.stringMatching(/^\$argon2id\$/),
      prehash: { scheme: 'firebase_scrypt', cost: 14, salt: '8$42xEC+ixf3L2lwc=' },
    });
    expect(await verifyPassword('user1password', stored)).toBe(true);
    expect(await verifyPassword('user1passwort', stored)).toBe(false);
  });

  it.each([
    ['of another length than the signer key', { ...account, hash: bytes('AAAA') }, project],
    ['that take too much memory', account, { ...project, memCost: 17 }],
    ['of other rounds', account, { ...project, rounds: 16 }],
    ['without rounds', account, { ...project, rounds: 0 }],
  ])('%s are refused', (_, hash, hashing) => {
    expect(() => readFirebaseHash(hash, hashing)).toThrow(/^its? /);
  });
});

it.each([1, 2, 3])('those of the least costs verify: %s', async (memCost) => {
  const { prehash } = readFirebaseHash(account, { ...project, memCost });
  expect(await prehashed('user1password', prehash)).toHaveLength(44);
});

describe('what is left of the work of the dearest', () => {
  const bcrypt = (cost: number) => ({ scheme: 'bcrypt' as const, cost });

  it('makes every password as dear as that', () => {
    for (let own = 4; own <= 12; own++) {
      const costs = [own, ...missingCosts(bcrypt(12), bcrypt(own))];
      expect(costs.reduce((sum, cost) => sum + 2 ** cost, 0)).toBe(2 ** 12);
    }
  });

  it('is all of it where none or another was done', () => {
    expect(missingCosts(bcrypt(10), undefined)).toEqual([10]);
    expect(missingCosts(bcrypt(10), { scheme: 'firebase_scrypt', cost: 14 })).toEqual([10]);
  });
});

describe('hashes of bcrypt', () => {
  const hash = hashSync('three blue lanterns', 4);

  it.each(['$2a$', '$2b$', '$2y$'])('of the kind %s verify their password', async (kind) => {
    const stored = await storeForeignHash(readBcryptHash(hash.replace('$2b$', kind)));
    expect(await verifyPassword('three blue lanterns', stored)).toBe(true);
    expect(await verifyPassword('three blue lantern', stored)).toBe(false);
  });

  it('tell passwords apart by their first 72 bytes, as bcrypt does', async () => {
    const long = '한'.repeat(24);
    const stored = await storeForeignHash(readBcryptHash(hashSync(long, 4)));
    expect(await verifyPassword(`${long}more`, stored)).toBe(true);
    expect(await verifyPassword('한'.repeat(23), stored)).toBe(false);
  });

  it.each(['$2x$04$', '$2b$03$', '$2b$13$', '$2b$4$'])('that begin by %s are refused', (start) => {
    expect(() => readBcryptHash(hash.replace('$2b$04$', start))).toThrow(/^its? /);
  });
});
