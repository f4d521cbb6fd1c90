import * as z from 'zod';
import { handle } from '../../../lib/http/handle.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { text } from '../../../lib/schema/text.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { invoke } from '../../support/invoke.ts';

const echo = handle(
  defineRoute({
    id: 'test.echo',
    method: 'POST',
    path: '/test',
    summary: 'Echo',
    auth: 'public',
    body: z.strictObject({ text: z.string() }),
    responses: { 200: z.object({ text: z.string() }) },
    errors: [],
    examples: {},
    needs: {},
  }),
  ({ body }) => body,
);

const around = (...bytes: number[]) =>
  Buffer.concat([Buffer.from('{"text":"a'), Buffer.from(bytes), Buffer.from('b"}')]);

describeInProcess('the body of a request', () => {
  it.each([
    ['Latin-1', around(0xe9)],
    ['an overlong form', around(0xc0, 0xaf)],
    ['a surrogate', around(0xed, 0xa0, 0x80)],
    ['half a character', around(0xf0, 0x9f)],
  ])('is refused when it is no UTF-8: %s', async (_, body) => {
    const answer = await invoke(echo, { method: 'POST', body });
    expect(answer).toBeProblem('request.malformed_json');
  });

  it('may be bytes of UTF-8', async () => {
    const answer = await invoke(echo, { method: 'POST', body: around(0xc3, 0xa9) });
    expect(answer.body).toEqual({ text: 'aéb' });
  });

  it('of another type is refused for its type, whatever its bytes', async () => {
    const headers = { 'content-type': 'image/png' };
    const answer = await invoke(echo, { method: 'POST', headers, body: Buffer.from([137, 80]) });
    expect(answer).toBeProblem('request.unsupported_media_type');
  });

  it('has its keys named in short', async () => {
    const body = { text: 'a', ['k'.repeat(100_000)]: 1 };
    const answer = await invoke(echo, { method: 'POST', body });
    expect(answer).toBeProblem('request.invalid');
    expect(JSON.stringify(answer.body).length).toBeLessThan(1000);
  });
});

describeInProcess('the faults of an input', () => {
  const shapes = handle(
    defineRoute({
      id: 'test.shapes',
      method: 'POST',
      path: '/test',
      summary: 'Take shapes',
      auth: 'public',
      query: z.strictObject({ size: z.enum(['64', '256']).optional() }),
      body: z.strictObject({
        name: text({ min: 2, max: 5 }),
        count: z.int().min(1).max(9).optional(),
        code: z.string().regex(/^a/).optional(),
        address: z.email().optional(),
        kind: z.discriminatedUnion('type', [
          z.strictObject({ type: z.literal('one'), one: z.string() }),
          z.strictObject({ type: z.literal('two') }),
        ]),
        either: z.union([z.string().max(2), z.string().regex(/^x+$/).max(3)]).optional(),
        same: z.union([z.int(), z.boolean()]).optional(),
        list: z
          .array(z.strictObject({ id: z.string() }))
          .max(1)
          .optional(),
        even: z
          .int()
          .refine((value) => value % 2 === 0)
          .optional(),
      }),
      responses: { 204: { description: 'Taken' } },
      errors: [],
      examples: {},
      needs: {},
    }),
    () => undefined,
  );
  const sound = { name: 'abc', kind: { type: 'two' } };

  it.each([
    ['body.name', 'required', { kind: { type: 'two' } }],
    ['body.kind', 'required', { name: 'abc' }],
    ['body.kind.type', 'required', { name: 'abc', kind: {} }],
    ['body.kind.one', 'required', { name: 'abc', kind: { type: 'one' } }],
    ['body.kind.type', 'enum', { name: 'abc', kind: { type: 'three' } }],
    ['body.name', 'type', { ...sound, name: null }],
    ['body', 'type', []],
    ['body.more', 'unknown', { ...sound, more: 1 }],
    ['body.list.0.more', 'unknown', { ...sound, list: [{ id: 'a', more: 1 }] }],
    ['body.list.0.id', 'required', { ...sound, list: [{}] }],
    ['body.list', 'max', { ...sound, list: [{ id: 'a' }, { id: 'b' }] }],
    ['body.name', 'min', { ...sound, name: 'a' }],
    ['body.name', 'max', { ...sound, name: 'abcdef' }],
    ['body.name', 'pattern', { ...sound, name: 'a\u0000bc' }],
    ['body.count', 'min', { ...sound, count: 0 }],
    ['body.count', 'max', { ...sound, count: 10 }],
    ['body.code', 'pattern', { ...sound, code: 'b' }],
    ['body.address', 'format', { ...sound, address: 'nobody' }],
    ['body.either', 'custom', { ...sound, either: 'abcd' }],
    ['body.same', 'type', { ...sound, same: 'yes' }],
    ['body.even', 'custom', { ...sound, even: 1 }],
  ])('have a rule: %s %s', async (path, rule, body) => {
    const answer = await invoke(shapes, { method: 'POST', body });
    expect(answer).toBeProblem('request.invalid');
    const errors = (answer.body as { errors: { path: string; rule: string; message: string }[] })
      .errors;
    expect(errors.map((fault) => [fault.path, fault.rule])).toEqual([[path, rule]]);
    if (rule === 'required') expect(errors[0]?.message).toBe('is required');
  });

  it('have one in a query, and where there is no body', async () => {
    const absent = await invoke(shapes, { method: 'POST', url: '/test?size=1' });
    expect(absent.body).toMatchObject({
      errors: [{ path: 'body', rule: 'required', message: 'is required' }],
    });
    const answer = await invoke(shapes, { method: 'POST', url: '/test?size=1&x=2', body: sound });
    expect(answer.body).toMatchObject({
      errors: [
        { path: 'query.size', rule: 'enum' },
        { path: 'query.x', rule: 'unknown' },
      ],
    });
  });
});
