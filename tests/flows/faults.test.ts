import { describeInProcess } from '../support/describe-in-process.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { testRun } from '../support/test-run.ts';
import type { User, World } from '../support/world.ts';

describeInProcess('faults that a developer asks for', () => {
  let stack: Stack;
  let world: World;
  let kim: User;

  beforeAll(async () => {
    stack = await startStack({ on: testRun() });
    world = stack.createWorld();
    kim = await world.user('kim');
  });

  afterAll(() => stack.close());

  afterEach(() => world.request('DELETE', '/_local/faults'));

  const order = (body: unknown) => world.request('POST', '/_local/faults', { body });
  const post = (headers: Record<string, string>) =>
    world.request('POST', '/v1/posts', { as: kim, headers, body: { text: 'Hello' } });

  it('break one request and no other', async () => {
    const rule = { service: 'dynamodb', kind: 'error', count: 10, requestId: 'broken' };
    expect(await order(rule)).toHaveStatus(200);
    const [broken, whole] = await Promise.all([
      post({ 'x-request-id': 'broken' }),
      post({ 'x-request-id': 'whole' }),
    ]);
    expect(broken).toBeProblem('request.dependency_unavailable');
    expect(broken.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(whole).toHaveStatus(201);
  });

  it('end when they are taken back', async () => {
    await order({ service: 'dynamodb', operation: 'TransactWriteItems', kind: 'error', count: 99 });
    expect(await post({})).toBeProblem('request.dependency_unavailable');
    expect(await world.request('DELETE', '/_local/faults')).toHaveStatus(200);
    expect(await post({})).toHaveStatus(201);
  });

  it('double no post whose reply was lost', async () => {
    const before = await world.request('GET', `/v1/users/${kim.id}`, { as: kim });
    await order({
      service: 'dynamodb',
      operation: 'TransactWriteItems',
      kind: 'lost_reply',
      count: 3,
    });
    const headers = { 'idempotency-key': 'lost' };
    // No reply comes to any attempt; its record tells the function that it was done.
    const first = await post(headers);
    expect(first).toHaveStatus(201);
    const again = await post(headers);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    const after = await world.request('GET', `/v1/users/${kim.id}`, { as: kim });
    const postCount = (answer: typeof after) => (answer.body as { postCount: number }).postCount;
    expect(postCount(after)).toBe(postCount(before) + 1);
  });

  it('reach the worker that does what a request led to', async () => {
    const mails = async (to: string) => (await world.mails({ to })).length;
    await order({ service: 'ses', kind: 'error', requestId: 'unlucky' });
    const signUp = (email: string, requestId: string) =>
      world.request('POST', '/v1/auth/sign-up', {
        headers: { 'x-request-id': requestId },
        body: { email, password: 'three blue lanterns', name: 'Lee' },
      });
    await signUp('unlucky@example.com', 'unlucky');
    await signUp('lucky@example.com', 'lucky');
    expect(await mails('lucky@example.com')).toBe(1);
    // Sent when the message came again.
    expect(await mails('unlucky@example.com')).toBe(1);
    const { body } = await world.request('GET', '/_local/faults');
    expect(body).toEqual([expect.objectContaining({ requestId: 'unlucky', fitting: 2 })]);
  });

  it('mail nobody twice whose mail is recorded, though no reply said so', async () => {
    const requestId = 'recorded';
    const record = { functionId: 'identity.sendIdentityMail', operation: 'PutItem', requestId };
    await order({ service: 'dynamodb', kind: 'lost_reply', ...record, count: 3 });
    const email = 'recorded@example.com';
    await world.request('POST', '/v1/auth/sign-up', {
      headers: { 'x-request-id': requestId },
      body: { email, password: 'three blue lanterns', name: 'Han' },
    });
    expect(await world.mails({ to: email })).toHaveLength(1);
    const { body } = await world.request('GET', '/_local/faults');
    expect(body).toEqual([expect.objectContaining({ fitting: 3 })]);
  });

  it.each([
    {},
    { service: 'dynamodb' },
    { service: 'ec2', kind: 'error' },
    { service: 'dynamodb', kind: 'flood' },
    { service: 'dynamodb', kind: 'error', nth: 0 },
    { service: 'dynamodb', kind: 'error', until: 'noon' },
  ])('must be told rightly, not by %j', async (rule) => {
    const answer = await order(rule);
    expect(answer).toHaveStatus(400);
    expect(answer.body).toMatchObject({ code: 'local.invalid' });
  });
});
