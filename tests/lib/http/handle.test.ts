import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { issueAccessToken } from '../../../lib/auth/tokens.ts';
import { config } from '../../../lib/config.ts';
import { AppError } from '../../../lib/errors/app-error.ts';
import { handle } from '../../../lib/http/handle.ts';
import { Reply } from '../../../lib/http/reply.ts';
import { defineRoute, type RouteDefinition } from '../../../lib/http/route.ts';
import { newId } from '../../../lib/ids.ts';
import { impossible, writeIf } from '../../../lib/model/write.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import { postNotFound } from '../../../lib/sns/errors.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { invoke } from '../../support/invoke.ts';
import { Notes, newNoteId, readNote } from '../model/notes.entity.ts';

const noteView = z.object({ noteId: z.string(), text: z.string(), version: z.int().optional() });

const base = {
  id: 'test.doIt',
  method: 'GET',
  path: '/test',
  summary: 'Do it',
  auth: 'public',
  responses: { 200: noteView },
  errors: [],
  examples: {},
  needs: {},
} as const satisfies RouteDefinition;

const readingRoute = (changes: Partial<typeof base> = {}) => defineRoute({ ...base, ...changes });

const creating = handle(
  defineRoute({
    ...base,
    id: 'test.createNote',
    method: 'POST',
    body: z.strictObject({ text: z.string() }),
    idempotent: true,
    responses: { 201: noteView },
    location: '/notes/{noteId}',
  }),
  ({ ctx, body }) => {
    const note = { noteId: newNoteId(), text: body.text, version: 1 };
    return ctx.commit([writeIf(Notes.create(note), impossible)], note);
  },
);

const create = (key: string | undefined, text = 'Hello', more: Record<string, string> = {}) =>
  invoke(creating, {
    method: 'POST',
    headers: { ...(key !== undefined && { 'idempotency-key': key }), ...more },
    body: { text },
  });

const noteIdOf = ({ body }: { body: unknown }) => (body as { noteId: string }).noteId;

describeInProcess('answers of a route', () => {
  it('carry only what the contract declares', async () => {
    const handler = handle(readingRoute(), () => ({ noteId: 'n', text: 'a', secret: 'x' }));
    expect((await invoke(handler)).body).toEqual({ noteId: 'n', text: 'a' });
  });

  it('carry the version as entity tag, and where what was created is', async () => {
    const answer = await create(undefined);
    expect(answer).toHaveStatus(201);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.headers.get('location')).toBe(`/notes/${noteIdOf(answer)}`);
  });

  it('are our fault when they break the contract, and say nothing of it', async () => {
    const wrong = { noteId: 1, text: 'secret' } as unknown as { noteId: string; text: string };
    const answer = await invoke(handle(readingRoute(), () => wrong));
    expect(answer).toBeProblem('request.internal');
    expect(JSON.stringify(answer.body)).not.toMatch(/secret|noteId|ZodError/);
  });

  it('are our fault when their status is not declared', async () => {
    // @ts-expect-error The type of a route's replies has its own statuses alone.
    const answer = await invoke(handle(readingRoute(), () => new Reply(418, {})));
    expect(answer).toBeProblem('request.internal');
  });

  it('may be raw, with headers of their own', async () => {
    const route = defineRoute({
      ...base,
      responses: { 200: { description: 'A page', contentType: 'text/html; charset=utf-8' } },
    });
    const page = new Reply(200, '<p>Hi</p>', { 'cache-control': 'public, max-age=60' });
    const answer = await invoke(handle(route, () => page));
    expect(answer.body).toBe('<p>Hi</p>');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=60');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('link to the next page with limit and filters', async () => {
    const route = defineRoute({
      ...base,
      query: z.strictObject({ tag: z.string().optional() }),
      paginated: true,
      responses: { 200: pageOf(z.string()) },
    });
    const handler = handle(route, ({ page }) => ({
      items: [page.after ?? 'first'],
      nextCursor: 'second',
    }));
    const first = await invoke(handler, { url: '/test?tag=a%26b&limit=1' });
    const link = first.headers.get('link') ?? '';
    const [, url = ''] = /^<(.*)>; rel="next"$/.exec(link) ?? [];
    const next = new URL(url, 'http://localhost');
    expect(Object.fromEntries(next.searchParams)).toEqual({
      tag: 'a&b',
      limit: '1',
      cursor: (first.body as { nextCursor: string }).nextCursor,
    });
    const second = await invoke(handler, { url });
    expect(second.body).toMatchObject({ items: ['second'] });
    const other = await invoke(handler, { url: url.replace('tag=a', 'tag=b') });
    expect(other).toBeProblem('request.invalid_cursor');
  });
});

describeInProcess('what a route throws', () => {
  const throwing = (error: unknown, route: RouteDefinition = readingRoute()) =>
    invoke(
      handle(route, () => {
        throw error;
      }),
    );

  it('is a problem when it is declared', async () => {
    const route = defineRoute({ ...base, errors: [postNotFound] });
    const error = new AppError(postNotFound, {
      detail: 'Gone.',
      cause: new Error('pk post#1'),
      retryAfterSeconds: 2.5,
    });
    const answer = await throwing(error, route);
    expect(answer).toBeProblem('sns.post_not_found');
    expect(answer.body).toMatchObject({ detail: 'Gone.' });
    expect(JSON.stringify(answer.body)).not.toContain('pk post');
    expect(answer.headers.get('retry-after')).toBe('3');
  });

  it('is found beneath what ElectroDB wraps around it', async () => {
    const route = defineRoute({ ...base, errors: [postNotFound] });
    const cause = new AppError(postNotFound);
    expect(await throwing(new Error('wrapped', { cause }), route)).toBeProblem(
      'sns.post_not_found',
    );
  });

  it('is our fault when the contract does not name it', async () => {
    expect(await throwing(new AppError(postNotFound))).toBeProblem('request.internal');
  });

  it.each([
    ['an error', new Error('table moa-secret at arn:aws:dynamodb:x')],
    ['text', 'a secret'],
    ['nothing', undefined],
    ['an error that is its own cause', selfCaused()],
  ])('is our fault and stays ours: %s', async (_, thrown) => {
    const answer = await throwing(thrown);
    expect(answer).toBeProblem('request.internal');
    expect(JSON.stringify(answer.body)).not.toMatch(/secret|arn:|\.ts|stack/);
  });

  it.each([
    ['a refused connection', Object.assign(new Error('x'), { code: 'ECONNREFUSED' })],
    ['a throttled call', Object.assign(new Error('x'), { name: 'ThrottlingException' })],
    ['a time-out', Object.assign(new Error('x'), { name: 'TimeoutError' })],
    ['a fault of the service', Object.assign(new Error('x'), { $fault: 'server' })],
  ])('is a dependency that is down: %s', async (_, cause) => {
    const answer = await throwing(new Error('wrapped', { cause }));
    expect(answer).toBeProblem('request.dependency_unavailable');
    expect(answer.headers.get('retry-after')).toBe('1');
  });
});

function selfCaused(): Error {
  const error = new Error('round and round');
  error.cause = error;
  return error;
}

describeInProcess('an idempotent route', () => {
  it('does not promise to remember what it never committed', async () => {
    const forgetful = handle(
      defineRoute({ ...base, id: 'test.forget', method: 'POST', idempotent: true }),
      () => ({ noteId: 'n', text: 'a' }),
    );
    const request = { method: 'POST' } as const;
    expect(await invoke(forgetful, request)).toHaveStatus(200);
    const headers = { 'idempotency-key': randomUUID() };
    expect(await invoke(forgetful, { ...request, headers })).toBeProblem('request.internal');
  });

  it('has one effect and answers the first outcome to a repeat', async () => {
    const key = randomUUID();
    const first = await create(key);
    expect(first).toHaveStatus(201);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    const repeat = await create(key);
    expect(repeat).toHaveStatus(201);
    expect(repeat.body).toEqual(first.body);
    expect(repeat.headers.get('idempotency-replayed')).toBe('true');
    expect(repeat.headers.get('location')).toBe(first.headers.get('location'));
    expect(repeat.headers.get('etag')).toBe('"1"');
  });

  it('has one effect when fifty come at once', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => create(key)));
    const done = answers.filter(({ status }) => status === 201);
    const others = answers.filter(({ status }) => status !== 201);
    for (const answer of others) expect(answer).toBeProblem('request.idempotency_in_progress');
    const ids = [...new Set(done.map(noteIdOf))];
    expect(ids).toHaveLength(1);
    expect(await readNote(ids[0] as string)).toMatchObject({ text: 'Hello' });
    const first = done.filter(({ headers }) => headers.get('idempotency-replayed') === null);
    expect(first).toHaveLength(1);
  });

  it('does not refuse a repeat for what the first has done, however they overlap', async () => {
    const noteId = newNoteId();
    const secondHasBegun = Promise.withResolvers<void>();
    const firstIsDone = Promise.withResolvers<void>();
    let runs = 0;
    const route = defineRoute({
      ...base,
      id: 'test.createThisNote',
      method: 'POST',
      idempotent: true,
      responses: { 201: noteView },
      errors: [postNotFound],
    });
    const handler = handle(route, async ({ ctx }) => {
      runs += 1;
      if (runs === 1) await secondHasBegun.promise;
      else {
        secondHasBegun.resolve();
        await firstIsDone.promise;
      }
      if (await readNote(noteId)) throw new AppError(postNotFound);
      const note = { noteId, text: 'a' };
      return ctx.commit([writeIf(Notes.create(note), impossible)], note);
    });
    const send = (key: string) =>
      invoke(handler, { method: 'POST', headers: { 'idempotency-key': key } });
    const key = randomUUID();
    // Either may come first to the handler.
    const sent = [send(key), send(key)] as const;
    await Promise.race(sent);
    firstIsDone.resolve();
    const [first, second] = await Promise.all(sent);
    for (const answer of [first, second]) expect(answer).toHaveStatus(201);
    expect(second.body).toEqual(first.body);
    expect(await send(randomUUID())).toBeProblem('sns.post_not_found');
  });

  it('refuses a key with another body, path or query', async () => {
    const key = randomUUID();
    await create(key);
    expect(await create(key, 'Goodbye')).toBeProblem('request.idempotency_key_reused');
    const headers = { 'idempotency-key': key };
    const body = { text: 'Hello' };
    const elsewhere = await invoke(creating, { method: 'POST', url: '/other', headers, body });
    expect(elsewhere).toBeProblem('request.idempotency_key_reused');
  });

  it('keeps callers apart', async () => {
    const key = randomUUID();
    const route = defineRoute({
      ...base,
      id: 'test.createOwnNote',
      method: 'POST',
      auth: 'user',
      idempotent: true,
      responses: { 201: noteView },
    });
    const handler = handle(route, ({ ctx }) => {
      const note = { noteId: newNoteId(), text: ctx.caller.userId };
      return ctx.commit([writeIf(Notes.create(note), impossible)], note);
    });
    const now = new Date();
    const notes = [];
    for (const userId of [newId('user', now), newId('user', now)]) {
      const sessionId = newId('session', now);
      const token = await issueAccessToken({ userId, sessionId, scopes: [] }, now);
      const headers = { authorization: `Bearer ${token}`, 'idempotency-key': key };
      notes.push(await invoke(handler, { method: 'POST', headers }));
    }
    const [kims, lees] = notes.map(noteIdOf);
    expect(kims).not.toBe(lees);
  });

  it('keeps nothing of what was refused', async () => {
    const key = randomUUID();
    const headers = { 'idempotency-key': key };
    const refused = await invoke(creating, { method: 'POST', headers, body: { text: 1 } });
    expect(refused).toBeProblem('request.invalid');
    expect(await create(key)).toHaveStatus(201);
  });

  it('takes no key from routes that are not', async () => {
    const handler = handle(readingRoute(), () => ({ noteId: newNoteId(), text: 'a' }));
    const headers = { 'idempotency-key': 'two words' };
    expect(await invoke(handler, { headers })).toHaveStatus(200);
  });
});

describeInProcess('limits of a route', () => {
  it('hold before anything else, tell themselves, and count per source', async () => {
    const route = defineRoute({
      ...base,
      id: `test.limited${randomUUID()}`,
      auth: 'user',
      // Two at once, whatever the factor of the tests multiplies them by.
      rateLimits: [
        {
          name: 'source',
          by: 'source',
          perMinute: 1 / config.rateLimitFactor,
          burst: 2 / config.rateLimitFactor,
        },
      ],
    });
    const handler = handle(route, () => ({ noteId: 'n', text: 'a' }));
    const first = await invoke(handler);
    expect(first).toBeProblem('auth.credentials_missing');
    expect(first.headers.get('ratelimit')).toBe('"source";r=1;t=60');
    expect(first.headers.get('ratelimit-policy')).toBe('"source";q=2;w=120');
    await invoke(handler);
    const limited = await invoke(handler);
    expect(limited).toBeProblem('request.rate_limited');
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(limited.headers.get('ratelimit')).toMatch(/^"source";r=0;t=\d+$/);
    const elsewhere = await invoke(handler, { sourceIp: '198.51.100.9' });
    expect(elsewhere).toBeProblem('auth.credentials_missing');
  });
});
