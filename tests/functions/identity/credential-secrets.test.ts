import { createHmac, hkdfSync } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refresh } from '../../../functions/identity/sessions/routes.ts';
import { answerChallenge, login } from '../../../functions/identity/sign-in/routes.ts';
import { ensureSecrets } from '../../../lib/local/secrets.ts';
import { bodyOf, challengedCaller, userWithTotp } from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld } from '../../support/world.ts';

const credentialSecrets = [
  'refresh-token-key',
  'second-factor-key',
  'mailed-token-key',
  'passkey-challenge-key',
];

describeInProcess('the secrets of a stage', () => {
  let folder: string;
  let secrets: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'moa-secrets-'));
    secrets = join(folder, 'secrets');
    await ensureSecrets(secrets);
  });

  afterEach(() => rm(folder, { recursive: true }));

  const fileOf = (name: string) => join(secrets, `${name}.json`);
  const keysOf = async (name: string) =>
    (JSON.parse(await readFile(fileOf(name), 'utf8')) as { keys: string[] }).keys;
  const worldHere = () => createWorld({ live: false, env: { SECRETS_SOURCE: `file:${secrets}` } });

  it('make no refresh token but by the one that is for it', async () => {
    const world = await worldHere();
    const kim = await world.user('kim');
    const content = kim.refreshToken.slice(0, -44);
    const forgedBy = async (name: string) => {
      const [key = ''] = await keysOf(name);
      const derived = hkdfSync(
        'sha256',
        Buffer.from(key, 'base64url'),
        '',
        'moa/refresh-token',
        32,
      );
      const mac = createHmac('sha256', Buffer.from(derived)).update(content).digest('base64url');
      return `${content}_${mac}`;
    };
    for (const name of ['sealing-key', ...credentialSecrets.slice(1)]) {
      const refreshToken = await forgedBy(name);
      expect(await world.call(refresh, { body: { refreshToken } })).toBeProblem(
        'auth.refresh_token_invalid',
      );
    }
    expect(await forgedBy('refresh-token-key')).toBe(kim.refreshToken);
  });

  it('are separated where one stood for all; sign-ins and second factors stay', async () => {
    const [former] = await keysOf('sealing-key');
    for (const name of credentialSecrets) await copyFile(fileOf('sealing-key'), fileOf(name));
    const world = await worldHere();
    const kim = await world.user('kim');
    const { user: lee, app, recoveryCodes } = await userWithTotp(world, 'lee');
    for (const name of credentialSecrets) await rm(fileOf(name));

    await ensureSecrets(secrets);
    expect(await keysOf('sealing-key')).not.toContain(former);
    const firsts = await Promise.all(
      ['sealing-key', ...credentialSecrets].map(async (name) => (await keysOf(name))[0]),
    );
    expect(new Set([former, ...firsts]).size).toBe(6);

    // Longer than a container keeps what it has read.
    await world.advance(360);
    const { refreshToken } = kim;
    const next = await bodyOf(world.call(refresh, { body: { refreshToken } }));
    await bodyOf(world.call(refresh, { body: { refreshToken: next.refreshToken } }));
    const byApp = await challengedCaller(world, lee);
    const code = app.code({ periodsLater: 12 });
    expect(await world.call(answerChallenge, { as: byApp, body: { code } })).toHaveStatus(200);
    const byCode = await challengedCaller(world, lee);
    const body = { recoveryCode: recoveryCodes[0] ?? '' };
    expect(await world.call(answerChallenge, { as: byCode, body })).toHaveStatus(200);
    const { email, password } = kim;
    expect(await world.call(login, { body: { email, password } })).toHaveStatus(200);

    const separate = await Promise.all(['sealing-key', ...credentialSecrets].map(keysOf));
    await ensureSecrets(secrets);
    expect(await Promise.all(['sealing-key', ...credentialSecrets].map(keysOf))).toEqual(separate);
  });

  it.each(['sealing-key', 'refresh-token-key', 'passkey-challenge-key'])(
    'are not made again when %s alone is lost',
    async (name) => {
      await rm(fileOf(name));
      await expect(ensureSecrets(secrets)).rejects.toThrow(`${name}.json cannot be used`);
    },
  );

  it('are separated to the end by the next start when one stops half-way', async () => {
    const [former] = await keysOf('sealing-key');
    await copyFile(fileOf('sealing-key'), fileOf('refresh-token-key'));
    for (const name of credentialSecrets.slice(1)) await rm(fileOf(name));
    await ensureSecrets(secrets);
    expect(await keysOf('second-factor-key')).toContain(former);
    expect(await keysOf('sealing-key')).not.toContain(former);
  });
});
