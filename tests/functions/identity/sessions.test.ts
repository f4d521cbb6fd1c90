import { getMe } from '../../../functions/identity/profiles/routes.ts';
import {
  deleteSession,
  listSessions,
  logoutAll,
  refresh,
} from '../../../functions/identity/sessions/routes.ts';
import {
  answerChallenge,
  login,
  passkeySignIn,
} from '../../../functions/identity/sign-in/routes.ts';
import { confirmTotp } from '../../../functions/identity/totp/routes.ts';
import { listAuditEntries } from '../../../functions/platform/audit/routes.ts';
import { newId } from '../../../lib/ids.ts';
import { bodyOf, challengedCaller, enrolledApp } from '../../scenarios/arrange.ts';
import { assertionOf, registeredPasskey } from '../../scenarios/passkeys.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

type Device = { name: string; platform: string };

async function signIn(world: World, { email, password }: User, device?: Device) {
  const answer = await world.call(login, { body: { email, password, device } });
  expect(answer).toHaveStatus(200);
  return answer.body;
}

const exchange = (world: World, { refreshToken }: { refreshToken: string }) =>
  world.call(refresh, { body: { refreshToken } });

async function sessionIdsOf(world: World, as: { accessToken: string }) {
  const { body } = await world.call(listSessions, { as, query: { limit: 100 } });
  return body.items.map(({ id }) => id);
}

describe('listSessions', () => {
  it('tells where one is signed in, the latest first', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    await world.user('lee');
    const device = { name: "Kim's phone", platform: 'ios' };
    const phone = await signIn(world, kim, device);
    const { body } = await world.call(listSessions, { as: kim });
    expect(body).toEqual({
      items: [
        { ...phone.session, current: false },
        { ...phone.session, device: null, ...body.items[1], id: kim.session.id, current: true },
      ],
      nextCursor: null,
    });
    const onPhone = await world.call(listSessions, { as: phone });
    expect(onPhone.body.items.map(({ current }) => current)).toEqual([true, false]);
  });

  it('tells when each was used last, and not of one that was idle for 30 days', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const old = await signIn(world, kim);
    await world.advance(29 * 24 * 3600);
    const { body: pair } = await exchange(world, kim);
    const { body } = await world.call(listSessions, { as: pair });
    const used = body.items.find(({ id }) => id === kim.session.id);
    expect(Date.parse(used?.lastUsedAt ?? '')).toBeGreaterThan(Date.parse(used?.createdAt ?? ''));
    await world.advance(2 * 24 * 3600);
    const { body: next } = await exchange(world, pair);
    expect(await sessionIdsOf(world, next)).toEqual([kim.session.id]);
    const params = { sessionId: old.session.id };
    const gone = await world.call(deleteSession, { as: next, params });
    expect(gone).toBeProblem('auth.session_not_found');
  });

  it('goes page by page', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    for (let count = 0; count < 4; count++) await signIn(world, kim);
    const all = await sessionIdsOf(world, kim);
    expect(all).toHaveLength(5);
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 2, ...(cursor !== undefined && { cursor }) };
      const { body } = await world.call(listSessions, { as: kim, query });
      paged.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(paged).toEqual(all);
  });
});

describe('deleteSession', () => {
  it('ends refresh at once and access within five seconds, there only', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const phone = await signIn(world, kim);
    const params = { sessionId: phone.session.id };
    expect(await world.call(getMe, { as: phone })).toHaveStatus(200);
    expect(await world.call(deleteSession, { as: kim, params })).toHaveStatus(204);
    expect(await exchange(world, phone)).toBeProblem('auth.refresh_token_invalid');
    await world.advance(5);
    expect(await world.call(getMe, { as: phone })).toBeProblem('auth.token_invalid');
    expect(await sessionIdsOf(world, kim)).toEqual([kim.session.id]);
    const repeated = await world.call(deleteSession, { as: kim, params });
    expect(repeated).toBeProblem('auth.session_not_found');
  });

  it("knows somebody else's session as little as one that never was", async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    for (const sessionId of [lee.session.id, newId('session', new Date())]) {
      const answer = await world.call(deleteSession, { as: kim, params: { sessionId } });
      expect(answer).toBeProblem('auth.session_not_found');
    }
    expect(await exchange(world, lee)).toHaveStatus(200);
  });

  it('can be the one that asks', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const params = { sessionId: kim.session.id };
    expect(await world.call(deleteSession, { as: kim, params })).toHaveStatus(204);
    expect(await exchange(world, kim)).toBeProblem('auth.refresh_token_invalid');
  });
});

describe('logoutAll', () => {
  it('ends refresh at once and access within five seconds, everywhere', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    const devices = [kim, await signIn(world, kim), await signIn(world, kim)];
    for (const as of devices) expect(await world.call(getMe, { as })).toHaveStatus(200);
    expect(await world.call(logoutAll, { as: kim })).toHaveStatus(204);
    for (const device of devices) {
      expect(await exchange(world, device)).toBeProblem('auth.refresh_token_invalid');
    }
    // In the same second: nothing that was ended comes back, and nothing new is refused.
    const again = await signIn(world, kim);
    await world.advance(5);
    for (const as of devices) {
      expect(await world.call(getMe, { as })).toBeProblem('auth.token_invalid');
    }
    expect(await world.call(getMe, { as: again })).toHaveStatus(200);
    expect(await sessionIdsOf(world, again)).toEqual([again.session.id]);
    expect(await world.call(getMe, { as: lee })).toHaveStatus(200);
  });

  it('ends every session that had begun when it answers, whatever runs beside it', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const [out, ...begun] = await Promise.all([
      world.call(logoutAll, { as: kim }),
      ...Array.from({ length: 8 }, () => signIn(world, kim)),
      ...Array.from({ length: 4 }, () => exchange(world, kim).then(({ body }) => body)),
    ]);
    expect(out).toHaveStatus(204);
    await world.advance(5);
    const refreshed = await Promise.all(begun.map((device) => exchange(world, device)));
    const used = await Promise.all(begun.map((as) => world.call(getMe, { as })));
    // A session lives as a whole or not at all.
    expect(used.map(({ status }) => status === 200)).toEqual(
      refreshed.map(({ status }) => status === 200),
    );
    expect(await exchange(world, kim)).toBeProblem('auth.refresh_token_invalid');
  });
});

describeInProcess('more sessions than one may have', () => {
  /** As many sessions as one may have; all but two of them used in an hour's time. */
  async function withFullRoster(world: World) {
    const oldest = await world.user('kim');
    const older = await signIn(world, oldest);
    const { mostSessions } = await import('../../../lib/identity/sessions/session-roster.ts');
    const { SessionRosters } = await import(
      '../../../lib/identity/sessions/session-rosters.entity.ts'
    );
    const { Sessions } = await import('../../../lib/identity/sessions/sessions.entity.ts');
    const { putItems } = await import('../../support/put-items.ts');
    const { id: userId } = oldest;
    const { data } = await Sessions.get({ userId, sessionId: older.session.id }).go();
    if (!data) throw new Error('There is no session');
    const soon = new Date(Date.parse(data.createdAt) + 3_600_000);
    const sessionIds = Array.from({ length: mostSessions - 2 }, () => newId('session', soon));
    const lastUsedAt = soon.toISOString();
    await putItems(sessionIds.map((sessionId) => Sessions.put({ ...data, sessionId, lastUsedAt })));
    await SessionRosters.patch({ userId }).add({ sessionIds }).go();
    return { oldest, older, sessionIds, mostSessions };
  }

  it('end those that were used longest ago', async () => {
    const world = await createWorld({ live: false });
    const { oldest, older, sessionIds } = await withFullRoster(world);
    await world.advance(60);
    const { body: used } = await exchange(world, oldest);
    const newest = await signIn(world, oldest);
    const ids = await sessionIdsOf(world, used);
    expect(ids.toSorted()).toEqual(
      [oldest.session.id, newest.session.id, ...sessionIds].toSorted(),
    );
    await world.advance(5);
    expect(await exchange(world, older)).toBeProblem('auth.refresh_token_invalid');
    expect(await world.call(getMe, { as: older })).toBeProblem('auth.token_invalid');
    expect(await world.call(getMe, { as: used })).toHaveStatus(200);
    await world.drain();
    const as = await world.callerWith(['admin']);
    const query = { objectId: older.session.id, action: 'session.ended' };
    const { body } = await world.call(listAuditEntries, { as, query });
    expect(body.items.map(({ actorId }) => actorId)).toEqual([oldest.id]);
  });

  it('give way to a sign-in by passkey or by two factors as well', async () => {
    const world = await createWorld({ live: false });
    const { oldest, mostSessions } = await withFullRoster(world);
    const { passkey } = await registeredPasskey(world, oldest);
    const app = await enrolledApp(world, oldest);
    await bodyOf(world.call(confirmTotp, { as: oldest, body: { code: app.code() } }));
    const { readSessions } = await import('../../../lib/identity/sessions/session-roster.ts');
    const begunBy = async ({ session }: { session: { id: string } }) => {
      const sessionIds = (await readSessions(oldest.id)).map(({ sessionId }) => sessionId);
      expect(sessionIds).toHaveLength(mostSessions);
      expect(sessionIds).toContain(session.id);
    };
    const credential = await assertionOf(world, passkey);
    await begunBy(await bodyOf(world.call(passkeySignIn, { body: { credential } })));
    const as = await challengedCaller(world, oldest);
    const body = { code: app.code({ periodsLater: 1 }) };
    await begunBy(await bodyOf(world.call(answerChallenge, { as, body })));
  });

  it('do not come of sign-ins at the same time, and can all be ended', async () => {
    const world = await createWorld({ live: false });
    const { oldest, mostSessions } = await withFullRoster(world);
    // Later than the others were used: none of the crowd is the one that makes room.
    await world.advance(2 * 3600);
    const crowd = await Promise.all(Array.from({ length: 4 }, () => signIn(world, oldest)));
    const last = crowd.at(-1) ?? oldest;
    expect(await sessionIdsOf(world, last)).toHaveLength(mostSessions);
    expect(await world.call(logoutAll, { as: last })).toHaveStatus(204);
    const { readSessions } = await import('../../../lib/identity/sessions/session-roster.ts');
    expect(await readSessions(oldest.id)).toEqual([]);
  });
});

describeInProcess('a sign-in whose account changes meanwhile', () => {
  const password = 'a stone bridge over quiet water';

  async function readBefore(world: World, change: (userId: string) => Promise<unknown>) {
    const kim = await world.user('kim');
    const { readAccount } = await import('../../../lib/identity/sign-in/sign-in.ts');
    const { beginSession } = await import('../../../lib/identity/sessions/sessions.ts');
    const { transactionsOf } = await import('../../../lib/model/commit.ts');
    const { createLog } = await import('../../../lib/log.ts');
    const account = await readAccount(kim.id);
    if (!account) throw new Error('Kim has no account');
    await change(kim.id);
    const now = new Date();
    const source = { ip: '203.0.113.7', userAgent: '' };
    const caller = { kind: 'anonymous' as const, source };
    const ctx = {
      caller,
      now,
      requestId: 'request-1',
      log: createLog({}),
      ...transactionsOf({ caller, now }),
    };
    const from = { device: undefined, source };
    return beginSession(ctx, account.user, from, [], ({ user, tokens }) => ({ user, tokens }));
  }

  it('is refused when it was suspended', async () => {
    const world = await createWorld({ live: false });
    const { Users } = await import('../../../lib/identity/accounts/users.entity.ts');
    const suspended = readBefore(world, (userId) =>
      Users.patch({ userId }).set({ status: 'suspended' }).go(),
    );
    await expect(suspended).rejects.toMatchObject({ code: 'auth.account_suspended' });
  });

  it('gets the scopes of the role that it has by then', async () => {
    const world = await createWorld({ live: false });
    const { Users } = await import('../../../lib/identity/accounts/users.entity.ts');
    const { user, tokens } = await readBefore(world, (userId) =>
      Users.patch({ userId }).set({ role: 'admin' }).go(),
    );
    expect(user.role).toBe('admin');
    const { verifyAccessToken } = await import('../../../lib/auth/tokens.ts');
    const claims = await verifyAccessToken(tokens.accessToken, new Date());
    expect(claims?.scopes).toContain('admin');
  });

  it('is refused when the password is another', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const { AddressClaims } = await import(
      '../../../lib/identity/accounts/address-claims.entity.ts'
    );
    const { addressKey } = await import('../../../lib/identity/accounts/keys.ts');
    const { passwordIs } = await import('../../../lib/identity/passwords/passwords.ts');
    const { createCommit } = await import('../../../lib/model/commit.ts');
    const key = { addressKey: addressKey(kim.email) };
    const { data: claim } = await AddressClaims.get(key).go({ consistent: true });
    if (!claim) throw new Error('Kim has no address');
    const commit = createCommit({ actor: 'anonymous', now: new Date() });
    await expect(commit([passwordIs(claim)], 'in')).resolves.toBe('in');
    const { hashPassword } = await import('../../../lib/crypto/password-hash.ts');
    const passwordHash = await hashPassword(password);
    await AddressClaims.patch(key).set({ passwordHash }).go();
    const refused = commit([passwordIs(claim)], 'in');
    await expect(refused).rejects.toMatchObject({ code: 'auth.invalid_credentials' });
  });
});
