import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { makeSigningKey, writeSigningKeys } from '../../support/secrets.ts';

/** Imported once the configuration names a folder whose keys may change. */
async function importModules() {
  const { issueAccessToken, verifyAccessToken } = await import('../../../lib/auth/tokens.ts');
  const { readVerificationKeys, unknownKeyMilliseconds } = await import(
    '../../../lib/auth/keys.ts'
  );
  const { newId } = await import('../../../lib/ids.ts');
  const clock = await import('../../../lib/clock.ts');
  return {
    issueAccessToken,
    verifyAccessToken,
    readVerificationKeys,
    unknownKeyMilliseconds,
    newId,
    ...clock,
  };
}

describeInProcess('rotation of the signing key', () => {
  let folder: string;
  let lib: Awaited<ReturnType<typeof importModules>>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'moa-keys-'));
    process.env.SECRETS_SOURCE = `file:${folder}`;
    lib = await anotherContainer();
  });

  afterEach(async () => {
    lib.setClockOffset(0);
    await rm(folder, { recursive: true, force: true });
  });

  /** One that has read no key yet. */
  const anotherContainer = () => {
    jest.resetModules();
    return importModules();
  };

  const issue = (by = lib) => {
    const now = by.now();
    const who = { userId: by.newId('user', now), sessionId: by.newId('session', now) };
    return by.issueAccessToken({ ...who, scopes: ['account'] }, now);
  };
  const kidOf = (token: string) =>
    (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string })
      .kid;
  const isGood = async (token: string) =>
    (await lib.verifyAccessToken(token, lib.now())) !== undefined;

  it('finds a new key without a restart, and honours tokens of the old one', async () => {
    const [old, next] = [await makeSigningKey(), await makeSigningKey()];
    await writeSigningKeys(folder, [old]);
    const oldToken = await issue();
    const unseenOldToken = await issue();
    expect(kidOf(oldToken)).toBe(old.kid);
    expect(await isGood(oldToken)).toBe(true);

    await writeSigningKeys(folder, [next, old]);
    const newToken = await issue(await anotherContainer());
    expect(kidOf(newToken)).toBe(next.kid);
    lib.setClockOffset(lib.unknownKeyMilliseconds + 1);
    expect(await isGood(newToken)).toBe(true);
    expect(await isGood(oldToken)).toBe(true);
    expect(await isGood(unseenOldToken)).toBe(true);
    const { keys } = await lib.readVerificationKeys();
    expect(keys.map(({ kid }) => kid)).toEqual([next.kid, old.kid]);
  });

  it('shows no private part among the verification keys', async () => {
    await writeSigningKeys(folder, [await makeSigningKey()]);
    expect(JSON.stringify(await lib.readVerificationKeys())).not.toContain('"d"');
  });

  it('looks an unknown key up at most twice a minute', async () => {
    const [old, next] = [await makeSigningKey(), await makeSigningKey()];
    await writeSigningKeys(folder, [next]);
    const token = await issue();
    await writeSigningKeys(folder, [old]);
    lib = await anotherContainer();
    expect(await isGood(token)).toBe(false);
    await writeSigningKeys(folder, [next, old]);
    lib.setClockOffset(lib.unknownKeyMilliseconds - 1000);
    expect(await isGood(token)).toBe(false);
    lib.setClockOffset(lib.unknownKeyMilliseconds + 1);
    expect(await isGood(token)).toBe(true);
  });

  it('goes on with the keys it knows while they cannot be read', async () => {
    await writeSigningKeys(folder, [await makeSigningKey()]);
    const [token, another] = [await issue(), await issue()];
    expect(await isGood(token)).toBe(true);
    await rm(folder, { recursive: true });
    lib.setClockOffset(301_000);
    expect(await isGood(another)).toBe(true);
  });
});
