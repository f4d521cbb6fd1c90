import * as messages from '../../../events/messages/identity.ts';
import { updateUser } from '../../../functions/identity/administration/routes.ts';
import { createApiKey, deleteApiKey } from '../../../functions/identity/api-keys/routes.ts';
import { changePassword } from '../../../functions/identity/passwords/routes.ts';
import { logout } from '../../../functions/identity/sessions/routes.ts';
import { listAuditEntries } from '../../../functions/platform/audit/routes.ts';
import type { MessageDefinition } from '../../../lib/queue/message.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld, type SignedIn, type User, type World } from '../../support/world.ts';

type Query = Parameters<typeof entriesOf>[1];

/** Who looks; a cursor is theirs alone. */
let auditor: SignedIn | undefined;

async function entriesOf(
  world: World,
  query: { actorId?: string; objectId?: string; action?: string; from?: string; to?: string },
  page: { limit?: number; cursor?: string } = {},
) {
  await world.drain();
  auditor ??= await world.callerWith(['admin']);
  const answer = await world.call(listAuditEntries, {
    as: auditor,
    query: { limit: 100, ...query, ...page },
  });
  expect(answer).toHaveStatus(200);
  return answer.body;
}

const actsOf = async (world: World, query: Query) =>
  (await entriesOf(world, query)).items
    .map(({ action, objectId }) => `${action} ${objectId}`)
    .sort();

const newPassword = 'eleven quiet harbours';

async function withKey(world: World, kim: User) {
  const body = { name: 'A key', scopes: ['account' as const] };
  const { body: key } = await world.call(createApiKey, { as: kim, body });
  return key;
}

/** A user with all the acts of one who changes the password, makes a key and signs out. */
async function busyKim(world: World) {
  const kim = await world.user('kim');
  const key = await withKey(world, kim);
  await world.call(changePassword, {
    as: kim,
    body: { currentPassword: kim.password, newPassword },
  });
  await world.call(deleteApiKey, { as: key, params: { keyId: key.id } });
  await world.call(logout, { as: kim });
  return { kim, key };
}

it.each(Object.entries(messages))('%s says whether it is kept', (_, message: MessageDefinition) => {
  expect(message.audit).toBeDefined();
});

describeInProcess('the audit', () => {
  let world: World;
  let kim: User;
  let key: { id: string; key: string };

  beforeAll(async () => {
    world = await createWorld({ live: false });
    ({ kim, key } = await busyKim(world));
  });

  it('tells what a user did', async () => {
    const session = kim.session.id;
    expect(await actsOf(world, { actorId: kim.id })).toEqual(
      [
        ...[`user.created ${kim.id}`, `session.created ${session}`, `session.ended ${session}`],
        ...[`user.password_changed ${kim.id}`],
        ...[`api_key.created ${key.id}`, `api_key.deleted ${key.id}`],
      ].sort(),
    );
  });

  it('tells of each in which request it was, by which key and from where', async () => {
    const { items } = await entriesOf(world, { actorId: kim.id });
    for (const entry of items) {
      expect(entry).toMatchObject({ userId: kim.id, actorIp: '127.0.0.1' });
      expect(entry.requestId).toMatch(/^[0-9a-f-]{36}$/);
      const byKey = entry.action === 'api_key.deleted';
      expect(entry.actorKeyId).toBe(byKey ? key.id : undefined);
    }
  });

  it('holds no secret', async () => {
    const text = JSON.stringify(await entriesOf(world, { actorId: kim.id }));
    const { accessToken, refreshToken, password, email } = kim;
    for (const secret of [accessToken, refreshToken, password, newPassword, key.key, email]) {
      expect(text).not.toContain(secret);
    }
  });

  it('tells what was done to an object', async () => {
    expect(await actsOf(world, { objectId: key.id })).toEqual([
      `api_key.created ${key.id}`,
      `api_key.deleted ${key.id}`,
    ]);
    const created = { objectId: key.id, action: 'api_key.created', actorId: kim.id };
    expect(await actsOf(world, created)).toEqual([`api_key.created ${key.id}`]);
    expect(await actsOf(world, { ...created, actorId: 'anonymous' })).toEqual([]);
  });

  it('is walked from the newest to the oldest, each entry once', async () => {
    const walk = async (query: Query) => {
      const all: { id: string; action: string }[] = [];
      let cursor: string | undefined;
      do {
        const page = await entriesOf(world, query, { limit: 2, ...(cursor && { cursor }) });
        all.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined && all.length < 1000);
      return all;
    };
    const { items } = await entriesOf(world, { actorId: kim.id });
    expect(await walk({ actorId: kim.id })).toEqual(items);
    const ids = items.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted().reverse());
    const first = items.at(-1)?.at ?? '';
    const all = await walk({ from: first });
    expect(ids.every((id) => all.some((entry) => entry.id === id))).toBe(true);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const ended = await walk({ from: first, action: 'session.ended' });
    expect(ended).toEqual(all.filter(({ action }) => action === 'session.ended'));
  });

  it('takes the beginning of a time and not its end', async () => {
    const [entry] = (await entriesOf(world, { objectId: key.id })).items;
    const at = entry?.at ?? '';
    const later = new Date(Date.parse(at) + 1).toISOString();
    const ids = async (query: Query) =>
      (await entriesOf(world, { objectId: key.id, ...query })).items.map(({ id }) => id);
    expect(await ids({ from: at, to: later })).toContain(entry?.id);
    expect(await ids({ to: at })).not.toContain(entry?.id);
    expect(await ids({ from: later })).toEqual([]);
    expect(await ids({ from: later, to: at })).toEqual([]);
    const endless = await entriesOf(world, { from: at, to: '9999-12-31T00:00:00.000Z' });
    expect(endless.items.map(({ id }) => id)).toContain(entry?.id);
  });

  it('names the administrator who suspends an account and ends its sessions', async () => {
    const { Users } = await import('../../../lib/identity/accounts/users.entity.ts');
    const [boss, lee] = [await world.user('boss'), await world.user('lee')];
    await Users.patch({ userId: boss.id }).set({ role: 'admin' }).go();
    const as: SignedIn = await world.callerWith(['admin'], boss);
    const body = { status: 'suspended', reason: 'Sold fake tickets' } as const;
    expect(await world.call(updateUser, { as, params: { userId: lee.id }, body })).toHaveStatus(
      200,
    );
    const [suspended] = (await entriesOf(world, { objectId: lee.id, action: 'user.updated' }))
      .items;
    expect(suspended).toMatchObject({
      actorId: boss.id,
      before: { status: 'active' },
      after: { status: 'suspended' },
    });
    const [ended] = (await entriesOf(world, { objectId: lee.session.id, actorId: boss.id })).items;
    expect(ended).toMatchObject({ action: 'session.ended', userId: lee.id });
  });

  it('keeps an event once, however often it is told, for 400 days', async () => {
    const { recordAudit } = await import('../../../lib/platform/audit/record-audit.ts');
    const { AuditEntries } = await import('../../../lib/platform/audit/audit-entries.entity.ts');
    const { toEnvelope } = await import('../../../lib/queue/message.ts');
    const { newId } = await import('../../../lib/ids.ts');
    const time = new Date();
    const userId = newId('user', time);
    const definition = messages.emailVerified;
    const event = toEnvelope(
      { definition, subject: userId, data: { userId } },
      { id: 'event-1', actor: 'anonymous', time },
    );
    const audit = { objectType: 'user', anonymousIs: 'owner' } as const;
    await Promise.all([recordAudit(event, audit), recordAudit(event, audit)]);
    await recordAudit(event, audit);
    const { items } = await entriesOf(world, { objectId: userId });
    expect(items).toMatchObject([{ actorId: userId, action: 'user.email_verified' }]);
    const { data } = await AuditEntries.query.byActor({ actorId: userId, actorShard: 0 }).go();
    const days = ((data[0]?.expiresAt ?? 0) - time.getTime() / 1000) / (24 * 3600);
    expect(Math.round(days)).toBe(400);
  });
});
