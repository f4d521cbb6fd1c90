import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import * as z from 'zod';
import { confirmTotp } from '../../../functions/identity/totp/routes.ts';
import { handle } from '../../../lib/http/handle.ts';
import { defineRoute, type RouteDefinition } from '../../../lib/http/route.ts';
import { findRecoveryCode, hashRecoveryCodes } from '../../../lib/identity/totp/recovery-codes.ts';
import { impossible, writeIf } from '../../../lib/model/write.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import { enrolledApp } from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { invoke } from '../../support/invoke.ts';
import { createWorld } from '../../support/world.ts';
import { Notes, newNoteId } from '../model/notes.entity.ts';

const base = {
  id: 'test.doIt',
  method: 'POST',
  path: '/test',
  summary: 'Do it',
  auth: 'public',
  errors: [],
  examples: {},
  needs: {},
} as const satisfies Partial<RouteDefinition>;

const bodyOfNote = z.strictObject({
  text: z.string(),
  more: z.strictObject({ a: z.number().optional(), b: z.number().optional() }).optional(),
  list: z.array(z.number()).optional(),
});

const create = handle(
  defineRoute({
    ...base,
    body: bodyOfNote,
    idempotent: true,
    responses: { 201: z.object({ noteId: z.string() }) },
  }),
  ({ ctx, body }) => {
    const note = { noteId: newNoteId(), text: body.text, version: 1 };
    return ctx.commit([writeIf(Notes.create(note), impossible)], { noteId: note.noteId });
  },
);

const send = (body: unknown, headers: Record<string, string> = {}) =>
  invoke(create, { method: 'POST', headers, body });

describeInProcess('what clients and proxies between make of a request', () => {
  const list = handle(
    defineRoute({
      ...base,
      method: 'GET',
      paginated: true,
      responses: { 200: pageOf(z.string()) },
    }),
    ({ page }) => ({ items: [page.after ?? 'first'], nextCursor: 'second' }),
  );

  it('an empty cursor is the first page', async () => {
    const first = await invoke(list, { url: '/test?cursor=' });
    expect(first.body).toMatchObject({ items: ['first'] });
    const { nextCursor } = first.body as { nextCursor: string };
    const next = await invoke(list, { url: `/test?cursor=${encodeURIComponent(nextCursor)}` });
    expect(next.body).toMatchObject({ items: ['second'] });
  });

  it.each([
    ['as text', '\ufeff{"text":"a"}'],
    ['as bytes of another type', Buffer.from('\ufeff{"text":"a"}')],
  ])('a byte order mark is not of the body, %s', async (kind, body) => {
    const type = kind === 'as text' ? 'application/json' : 'application/merge-patch+json';
    expect(await send(body, { 'content-type': type })).toHaveStatus(201);
  });

  it('nothing but a byte order mark is no body', async () => {
    expect(await send('\ufeff')).toBeProblem('request.invalid');
    expect(await send('\ufeff\ufeff{"text":"a"}')).toBeProblem('request.malformed_json');
  });

  it.each(['gzip', 'GZIP', 'br', 'deflate', 'zstd', 'identity, gzip', 'x'])(
    'a body that is encoded by %s is refused for that',
    async (coding) => {
      const body = coding === 'br' ? Buffer.from([1]) : gzipSync('{"text":"a"}');
      const answer = await send(body, { 'content-encoding': coding });
      expect(answer).toBeProblem('request.unsupported_media_type');
      expect(answer.headers.get('accept-encoding')).toBe('identity');
    },
  );

  it.each(['identity', 'Identity', ''])('a body may be called %j', async (coding) => {
    expect(await send({ text: 'a' }, { 'content-encoding': coding })).toHaveStatus(201);
  });

  const original = '{"text":"a","more":{"a":1,"b":2},"list":[1,2]}';

  it.each([
    ['white space', '{ "text": "a",\n "more": {"a":1,"b":2}, "list": [1, 2] }\n'],
    ['the order of keys', '{"list":[1,2],"more":{"b":2,"a":1},"text":"a"}'],
    ['escapes', '{"t\\u0065xt":"\\u0061","more":{"a":1,"b":2},"list":[1,2]}'],
    ['the spelling of a number', '{"text":"a","more":{"a":1.0,"b":2e0},"list":[1,2]}'],
    ['a byte order mark', `\ufeff${original}`],
  ])('the same idempotency key means the same request with other %s', async (_, repeated) => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await send(original, headers);
    expect(first).toHaveStatus(201);
    const second = await send(repeated, headers);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.body).toEqual(first.body);
  });

  it.each([
    ['another value', '{"text":"b","more":{"a":1,"b":2},"list":[1,2]}'],
    ['values that change places', '{"text":"a","more":{"a":2,"b":1},"list":[1,2]}'],
    ['another order in a list', '{"text":"a","more":{"a":1,"b":2},"list":[2,1]}'],
    ['a field less', '{"text":"a","more":{"a":1},"list":[1,2]}'],
    ['a key twice', '{"text":"a","text":"a","more":{"a":1,"b":2},"list":[1,2]}'],
    ['what cannot be read', original.slice(1)],
  ])('the same idempotency key with %s is refused', async (_, other) => {
    const headers = { 'idempotency-key': randomUUID() };
    expect(await send(original, headers)).toHaveStatus(201);
    expect(await send(other, headers)).toBeProblem('request.idempotency_key_reused');
  });

  it('a weak entity tag names the version', async () => {
    const change = handle(
      defineRoute({
        ...base,
        method: 'PATCH',
        ifMatch: true,
        responses: { 200: z.object({ saw: z.int() }) },
      }),
      ({ version }) => ({ saw: version }),
    );
    const headers = { 'if-match': 'W/"7"' };
    const answer = await invoke(change, { method: 'PATCH', headers });
    expect(answer.body).toEqual({ saw: 7 });
  });

  it('digits of a code may be full-width, and parted', async () => {
    const world = await createWorld();
    const kim = await world.user('kim');
    const app = await enrolledApp(world, kim);
    const wide = app.code().replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
    const code = `${wide.slice(0, 3)}\u3000${wide.slice(3)}`;
    expect(await world.call(confirmTotp, { as: kim, body: { code } })).toHaveStatus(200);
  });

  it('letters and hyphens of a recovery code may be full-width', async () => {
    const stored = await hashRecoveryCodes('usr_1', ['0abc-1def-2ghj-3kmn']);
    expect(await findRecoveryCode('usr_1', '０ＡＢＣ－１ｄｅｆ－２ｇｈｊ－３ｋｍｎ', stored)).toBe(
      0,
    );
  });
});
