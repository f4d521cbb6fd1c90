import * as z from 'zod';
import { issueAccessToken, verifyAccessToken } from '../../../lib/auth/tokens.ts';
import { handle } from '../../../lib/http/handle.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { newId } from '../../../lib/ids.ts';
import { signed, tokenVectors, tokenUserId as userId } from '../../contract/token-vectors.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { invoke } from '../../support/invoke.ts';

const now = new Date();
const seconds = Math.floor(now.getTime() / 1000);
const sessionId = newId('session', now);

const whoAmI = handle(
  defineRoute({
    id: 'test.whoAmI',
    method: 'GET',
    path: '/test',
    summary: 'Tell who calls',
    auth: 'user',
    responses: { 200: z.object({ userId: z.string() }) },
    errors: [],
    examples: {},
    needs: {},
  }),
  ({ ctx }) => ({ userId: ctx.caller.userId }),
);

const ask = (authorization: string) => invoke(whoAmI, { headers: { authorization } });

describeInProcess('access tokens', () => {
  it('let their owner in', async () => {
    const token = await issueAccessToken({ userId, sessionId, scopes: ['account'] }, now);
    const answer = await ask(`Bearer ${token}`);
    expect(answer).toHaveStatus(200);
    expect(answer.body).toEqual({ userId });
    expect(await ask(`bearer ${token}`)).toHaveStatus(200);
  });

  it('let in what the vectors make of nothing wrong', async () => {
    expect(await ask(`Bearer ${await signed()}`)).toHaveStatus(200);
  });

  it.each(tokenVectors)('do not let in: %s', async (_, make) => {
    const answer = await ask(`Bearer ${await make()}`);
    expect(answer).toBeProblem('auth.token_invalid');
    expect(answer.headers.get('www-authenticate')).toBe(
      'Bearer realm="moa", error="invalid_token"',
    );
  });

  it.each([
    ['another scheme', (token: string) => `Basic ${token}`],
    ['no scheme', (token: string) => token],
    ['two tokens', (token: string) => `Bearer ${token}, Bearer ${token}`],
    ['a blank more', (token: string) => `Bearer  ${token}`],
    ['an empty token', () => 'Bearer '],
    ['an empty header', () => ''],
    ['a token in quotes', (token: string) => `Bearer "${token}"`],
  ])('do not let in by %s', async (_, change) => {
    const token = await issueAccessToken({ userId, sessionId, scopes: ['account'] }, now);
    expect(await ask(change(token))).toBeProblem('auth.token_invalid');
  });

  it('live for 15 minutes', async () => {
    const token = await issueAccessToken({ userId, sessionId, scopes: ['account'] }, now);
    const after = (elapsed: number) => new Date((seconds + elapsed) * 1000);
    expect(await verifyAccessToken(token, after(899))).toMatchObject({ userId, sessionId });
    expect(await verifyAccessToken(token, after(900))).toBeUndefined();
    expect(await verifyAccessToken(token, after(910))).toBeUndefined();
  });

  it('forget scopes that do not exist', async () => {
    const token = await signed({ claims: { scope: 'account root posts:read ' } });
    expect(await verifyAccessToken(token, now)).toMatchObject({
      scopes: ['account', 'posts:read'],
    });
  });
});
