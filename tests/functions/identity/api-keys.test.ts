import { randomUUID } from 'node:crypto';
import {
  createApiKey,
  deleteApiKey,
  listApiKeys,
} from '../../../functions/identity/api-keys/routes.ts';
import { getMe, updateMe } from '../../../functions/identity/profiles/routes.ts';
import { logout } from '../../../functions/identity/sessions/routes.ts';
import { createPost } from '../../../functions/sns/publishing/routes.ts';
import { getTimeline } from '../../../functions/sns/timeline/routes.ts';
import { scopes as allScopes, type Scope } from '../../../lib/scopes.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

/** Longer than containers keep what they know of a key. */
const revocationSeconds = 5;

const wanted = { name: 'Nightly report', scopes: ['posts:read' as Scope] };

async function suspend({ id: userId }: User): Promise<void> {
  const { Users } = await import('../../../lib/identity/accounts/users.entity.ts');
  await Users.patch({ userId }).set({ status: 'suspended' }).go();
}

async function setRole({ id: userId }: User, role: 'user' | 'admin'): Promise<void> {
  const { Users } = await import('../../../lib/identity/accounts/users.entity.ts');
  await Users.patch({ userId }).set({ role }).go();
}

const keysOf = async (world: World, as: User) =>
  (await world.call(listApiKeys, { as, query: { limit: 100 } })).body.items;

describe('an API key', () => {
  it('is shown once, and then by its prefix', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const body = { ...wanted, expiresAt: '2036-01-01T00:00:00.000Z' };
    const { status, body: made } = await world.call(createApiKey, { as: kim, body });
    expect(status).toBe(201);
    expect(made.key).toMatch(/^moa_[a-z0-9-]+_[0-9a-z]{26}_[A-Za-z0-9_-]{43}$/);
    const { key, ...shown } = made;
    expect(key.startsWith(`${shown.prefix}_`)).toBe(true);
    expect(shown.id).toBe(`key_${shown.prefix.split('_')[2]}`);
    expect(shown).toMatchObject(body);
    expect(await keysOf(world, kim)).toEqual([shown]);
  });

  it('acts for its owner within its scopes', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const reader = await world.apiKey(kim, ['posts:read']);
    const { body: post } = await world.call(createPost, { as: kim, body: { text: 'Hello' } });
    await world.drain();
    const timeline = await world.call(getTimeline, { as: reader });
    expect(timeline).toHaveStatus(200);
    expect(timeline.body.items.map(({ id }) => id)).toEqual([post.id]);
    const refused = await world.call(createPost, { as: reader, body: { text: 'Hello' } });
    expect(refused).toBeProblem('auth.scope_missing');
    const accountant = await world.apiKey(kim, ['account']);
    expect((await world.call(getMe, { as: accountant })).body).toMatchObject({ id: kim.id });
  });

  it('shares idempotency keys with its owner', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const writer = await world.apiKey(kim, ['posts:write']);
    const headers = { 'idempotency-key': randomUUID() };
    const body = { text: 'Once' };
    const first = await world.call(createPost, { as: kim, headers, body });
    const again = await world.call(createPost, { as: writer, headers, body });
    expect(again.body.id).toBe(first.body.id);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('may live beside its successor', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const [old, next] = [
      await world.apiKey(kim, ['account']),
      await world.apiKey(kim, ['account']),
    ];
    for (const as of [old, next]) expect(await world.call(getMe, { as })).toHaveStatus(200);
    await world.call(deleteApiKey, { as: kim, params: { keyId: old.id } });
    await world.advance(revocationSeconds);
    expect(await world.call(getMe, { as: old })).toBeProblem('auth.api_key_invalid');
    expect(await world.call(getMe, { as: next })).toHaveStatus(200);
  });

  it('is over when it expires', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const body = { name: 'Brief', scopes: ['account' as const], expiresAt };
    const { body: brief } = await world.call(createApiKey, { as: kim, body });
    expect(await world.call(getMe, { as: brief })).toHaveStatus(200);
    await world.advance(3600);
    expect(await world.call(getMe, { as: brief })).toBeProblem('auth.api_key_invalid');
  });

  it('tells when it was last used, to the minute', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const { id, key } = await world.apiKey(kim, ['account']);
    const lastUse = async () => (await keysOf(world, kim)).find((one) => one.id === id)?.lastUsedAt;
    expect(await lastUse()).toBeUndefined();
    await world.call(getMe, { as: { key } });
    const first = await lastUse();
    expect(first).toBeDefined();
    await world.call(getMe, { as: { key } });
    expect(await lastUse()).toBe(first);
    await world.advance(61);
    await world.call(getMe, { as: { key } });
    expect(Date.parse((await lastUse()) ?? '') - Date.parse(first ?? '')).toBeGreaterThan(60_000);
  });

  it('does not come with a token', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const { key } = await world.apiKey(kim, ['account']);
    const both = await world.call(getMe, { as: kim, headers: { 'x-api-key': key } });
    expect(both).toBeProblem('auth.credentials_ambiguous');
  });

  it('neither signs out nor makes keys', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const as = await world.apiKey(kim, ['account', 'posts:read']);
    expect(await world.call(logout, { as })).toBeProblem('auth.session_required');
    const made = await world.call(createApiKey, { as, body: wanted });
    expect(made).toBeProblem('auth.session_required');
    expect(await keysOf(world, kim)).toHaveLength(1);
  });

  it('can list and end the keys of its owner, itself as well', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const as = await world.apiKey(kim, ['account']);
    const listed = await world.call(listApiKeys, { as });
    expect(listed.body.items.map(({ id }) => id)).toEqual([as.id]);
    const ended = await world.call(deleteApiKey, { as, params: { keyId: as.id } });
    expect(ended).toHaveStatus(204);
    await world.advance(revocationSeconds);
    expect(await world.call(listApiKeys, { as })).toBeProblem('auth.api_key_invalid');
  });

  it('is seen with other people’s keys by nobody', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    const { id: keyId, key } = await world.apiKey(kim, ['account']);
    expect(await keysOf(world, lee)).toEqual([]);
    const foreign = await world.call(deleteApiKey, { as: lee, params: { keyId } });
    expect(foreign).toBeProblem('identity.api_key_not_found');
    await world.advance(revocationSeconds);
    expect(await world.call(getMe, { as: { key } })).toHaveStatus(200);
  });

  it('edits as its owner', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const as = await world.apiKey(kim, ['account']);
    const headers = { 'if-match': '"1"' };
    const answer = await world.call(updateMe, { as, headers, body: { bio: 'By machine' } });
    expect(answer.body).toMatchObject({ id: kim.id, bio: 'By machine' });
  });
});

describe('making API keys', () => {
  it('refuses a time that has passed', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const body = { ...wanted, expiresAt: '2020-01-01T00:00:00.000Z' };
    const answer = await world.call(createApiKey, { as: kim, body });
    expect(answer).toBeProblem('request.invalid');
    expect(answer.body).toMatchObject({ errors: [{ path: 'body.expiresAt' }] });
  });

  it.each(['admin', 'metrics:read'] as const)('gives %s to administrators only', async (scope) => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const body = { name: 'Mighty', scopes: ['posts:read' as const, scope] };
    const answer = await world.call(createApiKey, { as: kim, body });
    expect(answer).toBeProblem('identity.scope_not_held');
    expect(answer.body).toMatchObject({ detail: expect.stringContaining(scope) });
    expect(await keysOf(world, kim)).toEqual([]);
  });

  it('keeps the order and number of scopes of its own', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const scopes: Scope[] = ['posts:read', 'account', 'posts:read'];
    const { body } = await world.call(createApiKey, { as: kim, body: { name: 'Two', scopes } });
    expect(body.scopes).toEqual(['account', 'posts:read']);
  });

  it('makes one for one idempotency key, and shows it again', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const headers = { 'idempotency-key': randomUUID() };
    const make = () => world.call(createApiKey, { as: kim, headers, body: wanted });
    const answers = await Promise.all(Array.from({ length: 20 }, make));
    const keys = new Set(
      answers.filter(({ status }) => status === 201).map(({ body }) => body.key),
    );
    expect(keys.size).toBe(1);
    for (const { status } of answers) expect([201, 409]).toContain(status);
    expect((await make()).headers.get('idempotency-replayed')).toBe('true');
    expect(await keysOf(world, kim)).toHaveLength(1);
  });

  it('makes fifty at most, however many are asked for at once', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const make = () => world.call(createApiKey, { as: kim, body: wanted });
    for (let round = 0; round < 4; round++) await Promise.all(Array.from({ length: 12 }, make));
    const last = await Promise.all(Array.from({ length: 6 }, make));
    const statuses = last.map(({ status }) => status).toSorted((one, other) => one - other);
    expect(statuses).toEqual([201, 201, 409, 409, 409, 409]);
    expect(last.find(({ status }) => status === 409)).toBeProblem('identity.too_many_api_keys');
    const listed = await keysOf(world, kim);
    expect(listed).toHaveLength(50);
    const [newest] = listed;
    await world.call(deleteApiKey, { as: kim, params: { keyId: newest?.id ?? '' } });
    expect(await make()).toHaveStatus(201);
  });

  it('lists them page by page, the newest first', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const made: string[] = [];
    for (let count = 0; count < 5; count++) {
      made.unshift((await world.apiKey(kim, ['account'])).id);
      await world.advance(1);
    }
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const query = { limit: 2, ...(cursor !== undefined && { cursor }) };
      const { body } = await world.call(listApiKeys, { as: kim, query });
      seen.push(...body.items.map(({ id }) => id));
      if (body.nextCursor === null) break;
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(made);
  });
});

describeInProcess('API keys of people who may less', () => {
  it('end with the suspension of their owner', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const as = await world.apiKey(kim, ['account']);
    expect(await world.call(getMe, { as })).toHaveStatus(200);
    await suspend(kim);
    await world.advance(revocationSeconds);
    expect(await world.call(getMe, { as })).toBeProblem('auth.api_key_invalid');
  });

  it('lose what the role of their owner does not allow any more', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    await setRole(kim, 'admin');
    const admin = await world.callerWith(allScopes, kim);
    const as = await world.apiKey(admin, ['account', 'admin', 'metrics:read']);
    expect(await world.request('GET', '/v1/admin/queues', { as })).toHaveStatus(200);
    await setRole(kim, 'user');
    await world.advance(revocationSeconds);
    const refused = await world.request('GET', '/v1/admin/queues', { as });
    expect(refused).toBeProblem('auth.role_missing');
    expect(await world.call(getMe, { as })).toHaveStatus(200);
  });

  it('hold nothing that a narrowed token does not', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const narrow = await world.callerWith(['account'], kim);
    const refused = await world.call(createApiKey, { as: narrow, body: wanted });
    expect(refused).toBeProblem('identity.scope_not_held');
  });

  it('leave nothing in the table by which somebody gets in', async () => {
    const { createWorldsWithTable } = await import('../../invariants/world-with-table.ts');
    const { newWorld, scan } = await createWorldsWithTable();
    const world = newWorld();
    const kim = await world.user('kim');
    const headers = { 'idempotency-key': randomUUID() };
    const { body } = await world.call(createApiKey, { as: kim, headers, body: wanted });
    const table = JSON.stringify(await scan());
    expect(table).toContain(body.id);
    expect(table).not.toContain(body.key.slice(-43));
  });
});
