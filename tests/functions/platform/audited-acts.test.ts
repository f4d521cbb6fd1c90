import { updateUser } from '../../../functions/identity/administration/routes.ts';
import { createApiKey } from '../../../functions/identity/api-keys/routes.ts';
import { refresh } from '../../../functions/identity/sessions/routes.ts';
import {
  answerChallenge,
  login,
  passkeySignIn,
} from '../../../functions/identity/sign-in/routes.ts';
import { confirmTotp, removeTotp } from '../../../functions/identity/totp/routes.ts';
import { listAuditEntries } from '../../../functions/platform/audit/routes.ts';
import { redriveQueue } from '../../../functions/platform/queues/routes.ts';
import { scanTable } from '../../invariants/scan-table.ts';
import { entityOf } from '../../invariants/table.ts';
import {
  bodyOf,
  challengedCaller,
  deleteAccount,
  enrolledApp,
  purgingAccounts,
  userWithTotp,
} from '../../scenarios/arrange.ts';
import { registeredPasskey, signInCeremony } from '../../scenarios/passkeys.ts';
import { openClients } from '../../support/clients.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

async function entriesOf(world: World, query: { objectId?: string; action?: string }) {
  await world.drain();
  const as = await world.callerWith(['admin']);
  return (await bodyOf(world.call(listAuditEntries, { as, query: { limit: 100, ...query } })))
    .items;
}

const guess = (world: World, email: string) =>
  world.request('POST', '/v1/auth/login', { body: { email, password: 'not the password' } });

/** Services and operations that a request called, in their order. */
async function callsOf(world: World, requestId: string | null) {
  const { body } = await world.request('GET', `/_local/requests/${requestId}/calls`);
  return (body as { service: string; operation: string }[]).map(
    ({ service, operation }) => `${service}.${operation}`,
  );
}

describeInProcess('the audit of failed sign-ins', () => {
  let world: World;
  let kim: User;

  beforeAll(async () => {
    world = await createWorld({ live: false });
    kim = await world.user('kim');
  });

  it('tells of a wrong password once an hour', async () => {
    const failures = () => entriesOf(world, { objectId: kim.id, action: 'sign_in.failed' });
    for (const email of [kim.email, kim.email.toUpperCase(), kim.email]) {
      expect(await guess(world, email)).toBeProblem('auth.invalid_credentials');
    }
    expect(await failures()).toMatchObject([
      { actorId: 'anonymous', actorIp: '127.0.0.1', objectType: 'user', userId: kim.id },
    ]);
    await world.advance(3600);
    await guess(world, kim.email);
    expect(await failures()).toHaveLength(2);
  });

  it('is nothing to a sign-in that succeeds', async () => {
    const lee = await world.user('lee');
    await bodyOf(world.call(login, { body: { email: lee.email, password: lee.password } }));
    expect(await entriesOf(world, { objectId: lee.id, action: 'sign_in.failed' })).toEqual([]);
  });

  it('tells of a passkey that does not sign what it was asked to', async () => {
    const choi = await world.user('choi');
    const { passkey } = await registeredPasskey(world, choi);
    const credential = passkey.assertion({ ...(await signInCeremony(world)), challenge: 'bm8' });
    expect(await world.call(passkeySignIn, { body: { credential } })).toBeProblem(
      'auth.passkey_invalid',
    );
    const failures = await entriesOf(world, { objectId: choi.id, action: 'sign_in.failed' });
    expect(failures).toMatchObject([{ actorId: 'anonymous', actorIp: '127.0.0.1' }]);
  });

  it('tells of a wrong second factor', async () => {
    const { user } = await userWithTotp(world, 'choi');
    const as = await challengedCaller(world, user);
    const wrong = { recoveryCode: '0000-0000-0000-0000' };
    const refused = await world.call(answerChallenge, { as, body: wrong });
    expect(refused).toBeProblem('auth.mfa_code_invalid');
    expect(await entriesOf(world, { objectId: user.id, action: 'second_factor.failed' })).toEqual([
      expect.objectContaining({ actorId: 'anonymous', actorIp: '127.0.0.1' }),
    ]);
  });

  it('makes the same calls for an address without an account, and keeps no address', async () => {
    const { addressKey } = await import('../../../lib/identity/accounts/keys.ts');
    const { config } = await import('../../../lib/config.ts');
    const { timeToLiveAttribute } = await import('../../../lib/model/table.ts');
    const stranger = kim.email.replace('kim', 'stranger');
    const [known, unknown] = [await guess(world, kim.email), await guess(world, stranger)];
    const calls = await callsOf(world, known.headers.get('x-request-id'));
    expect(calls).toEqual(await callsOf(world, unknown.headers.get('x-request-id')));
    expect(calls).toContain('dynamodb.PutItem');
    const clients = openClients();
    const all = await scanTable(clients.dynamodb, config.tableName);
    clients.destroy();
    const items = all.filter((item) => entityOf(item) === 'failedSignIn');
    expect(items.length).toBeGreaterThan(0);
    const text = JSON.stringify(items);
    for (const word of [stranger, addressKey(stranger)]) expect(text).not.toContain(word);
    const requestId = unknown.headers.get('x-request-id');
    const kept = items.find((item) => item.correlationId === requestId);
    expect(Number(kept?.[timeToLiveAttribute])).toBeLessThan(Date.now() / 1000 + 4 * 3600);
  });
});

describeInProcess('the audit', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({ live: false });
  });

  it('tells from where and in which request a second factor was turned off', async () => {
    const { user, app } = await userWithTotp(world, 'kim');
    const gone = { as: user, body: { password: user.password } };
    expect(await world.call(removeTotp, gone)).toHaveStatus(204);
    expect(await world.call(removeTotp, gone)).toBeProblem('auth.totp_not_found');
    const code = app.code({ periodsLater: 1 });
    const confirmed = await world.call(confirmTotp, { as: user, body: { code } });
    expect(confirmed).toBeProblem('auth.totp_not_found');
    const disabled = { objectId: user.id, action: 'totp.disabled' };
    expect(await entriesOf(world, disabled)).toEqual([
      expect.objectContaining({
        actorId: user.id,
        actorIp: '127.0.0.1',
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      }),
    ]);
    const again = await enrolledApp(world, user);
    await bodyOf(world.call(confirmTotp, { as: user, body: { code: again.code() } }));
    expect(await entriesOf(world, disabled)).toHaveLength(1);
  });

  it('names the system for what a purge removes, and the owner for the keys that they gave up', async () => {
    await world.user('first');
    const { user } = await userWithTotp(world, 'kim');
    await registeredPasskey(world, user);
    const body = { name: 'A key', scopes: ['account' as const] };
    const { id: keyId } = await bodyOf(world.call(createApiKey, { as: user, body }));
    await deleteAccount(world, user);
    await world.drain();
    await purgingAccounts(world)();
    const purge = 'system:identity.purgeAccount';
    for (const [objectId, action, actor] of [
      [user.id, 'user.purged', purge],
      [user.id, 'totp.disabled', purge],
      [user.id, 'passkey.removed', purge],
      [keyId, 'api_key.deleted', user.id],
    ] as const) {
      const entries = await entriesOf(world, { objectId, action });
      expect([action, entries.map(({ actorId }) => actorId)]).toEqual([action, [actor]]);
    }
  });

  it('names the system for a session whose refresh token two have', async () => {
    const kim = await world.user('kim');
    const spent = { body: { refreshToken: kim.refreshToken } };
    const { refreshToken } = await bodyOf(world.call(refresh, spent));
    await bodyOf(world.call(refresh, { body: { refreshToken } }));
    expect(await world.call(refresh, spent)).toBeProblem('auth.refresh_token_invalid');
    expect(await entriesOf(world, { objectId: kim.session.id, action: 'session.ended' })).toEqual([
      expect.objectContaining({ actorId: 'system:identity.refresh', actorIp: '127.0.0.1' }),
    ]);
  });

  it('tells of another reason for a suspension', async () => {
    const { Users } = await import('../../../lib/identity/accounts/users.entity.ts');
    const [boss, kim] = [await world.user('boss'), await world.user('kim')];
    await Users.patch({ userId: boss.id }).set({ role: 'admin' }).go();
    const as = await world.callerWith(['admin'], boss);
    const suspend = (reason: string) =>
      bodyOf(
        world.call(updateUser, {
          as,
          params: { userId: kim.id },
          body: { status: 'suspended', reason },
        }),
      );
    await suspend('Sold fake tickets');
    await suspend('Sold stolen tickets');
    const entries = await entriesOf(world, { objectId: kim.id, action: 'user.updated' });
    expect(entries).toHaveLength(2);
    expect(entries).toContainEqual(
      expect.objectContaining({
        before: { status: 'active' },
        after: { status: 'suspended', suspensionReason: 'Sold fake tickets' },
      }),
    );
    expect(entries).toContainEqual(
      expect.objectContaining({
        actorId: boss.id,
        before: { suspensionReason: 'Sold fake tickets' },
        after: { suspensionReason: 'Sold stolen tickets' },
      }),
    );
  });

  it('tells who had dead letters moved back', async () => {
    const boss = await world.user('boss');
    const as = await world.callerWith(['admin'], boss);
    const redrive = () =>
      bodyOf(world.call(redriveQueue, { as, params: { queue: 'fan-out-post' } }));
    const entries = async () => {
      const all = await entriesOf(world, { objectId: 'fan-out-post', action: 'queue.redriven' });
      return all.filter(({ actorId }) => actorId === boss.id);
    };
    await redrive();
    await redrive();
    expect(await entries()).toMatchObject([{ actorIp: '127.0.0.1', objectType: 'queue' }]);
    await world.advance(601);
    await redrive();
    expect(await entries()).toHaveLength(2);
  });
});
