import type * as PasswordHash from '../../../lib/crypto/password-hash.ts';
import { hashPassword, verifyPassword } from '../../../lib/crypto/password-hash.ts';
import { isCommonPassword } from '../../../lib/identity/passwords/common-passwords.ts';

/** The module as it is with these variables, which are those of the tests unless said. */
async function passwordHashWith(variables: NodeJS.ProcessEnv): Promise<typeof PasswordHash> {
  const before = { ...process.env };
  delete process.env.PASSWORD_HASH_MEMORY_KIB;
  Object.assign(process.env, variables);
  const loaded: (typeof PasswordHash)[] = [];
  try {
    await jest.isolateModulesAsync(async () => {
      loaded.push(await import('../../../lib/crypto/password-hash.ts'));
    });
  } finally {
    process.env = before;
  }
  const [passwordHash] = loaded;
  if (!passwordHash) throw new Error('Nothing was loaded');
  return passwordHash;
}

describe('password hashes', () => {
  it('are argon2id of at least 19 MiB and two passes, salted each time', async () => {
    const usual = await passwordHashWith({});
    const [one, other] = await Promise.all([
      usual.hashPassword('a b c'),
      usual.hashPassword('a b c'),
    ]);
    expect(one).toMatch(
      /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
    );
    expect(other).not.toBe(one);
  });

  it('are never cheaper where Moa is deployed', async () => {
    await expect(
      passwordHashWith({ MOA_STAGE: 'dev', PASSWORD_HASH_MEMORY_KIB: '19455' }),
    ).rejects.toThrow('PASSWORD_HASH_MEMORY_KIB: must be at least 19456');
  });

  it('verify what they were made of, and nothing else', async () => {
    const stored = await hashPassword('three blue lanterns');
    expect(await verifyPassword('three blue lanterns', { passwordHash: stored })).toBe(true);
    expect(await verifyPassword('three blue lantern', { passwordHash: stored })).toBe(false);
    expect(await verifyPassword('', { passwordHash: stored })).toBe(false);
    expect(await verifyPassword('three blue lanterns', undefined)).toBe(false);
  });

  it('tell the costs they were made with', async () => {
    // Of `password` with salt `somesalt`, by the reference implementation's own test.
    const cheap =
      '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
    expect(await verifyPassword('password', { passwordHash: cheap })).toBe(true);
  });
});

describe('common passwords', () => {
  it.each([
    ...['password', 'Password1', 'PASSWORD123', 'p@ssw0rd', '12345678', '87654321', '1234567890'],
    ...['qwertyuiop', 'qwerty123', '1q2w3e4r', '1qaz2wsx', 'zaq12wsx', 'asdfghjkl', 'abcdefgh'],
    ...['11111111', 'abababab', '123123123', 'iloveyou', 'sunshine', 'football', 'trustno1'],
    ...['letmein1', 'welcome1', 'admin123', 'superman', 'computer', 'starwars', 'dkssudgktpdy'],
  ])('%s is one', (password) => {
    expect(isCommonPassword(password)).toBe(true);
  });

  it.each(['three blue lanterns', 'xk7-Quiet-River', '모아에서 만나요 2026', 'sunshine on leith'])(
    '%s is none',
    (password) => {
      expect(isCommonPassword(password)).toBe(false);
    },
  );
});
