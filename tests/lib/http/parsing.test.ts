import * as z from 'zod';
import { handle } from '../../../lib/http/handle.ts';
import { defineRoute } from '../../../lib/http/route.ts';
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
