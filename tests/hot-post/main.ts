/*
 * npm run hot-post-test [-- --users 200 --changes 10000]: has many users like one post of the local
 * stack and take it back, all at once, and tells whether the post counts exactly those who like it.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createStack } from '../crash/stack.ts';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '200' },
    changes: { type: 'string', default: '10000' },
  },
});
const users = Number(values.users);
const changes = Number(values.changes);
if (!(Number.isInteger(users) && users > 0)) throw new Error('--users must be a whole number');
if (!(changes >= users)) throw new Error('--changes must be one for each user at least');

const password = 'a stone bridge over quiet water';
const signUpsTogether = 4;

interface Answer {
  status: number;
  body: unknown;
  requestId: string | null;
}

interface Call {
  service: string;
  operation: string;
  outcome: string;
}

const dataDir = await mkdtemp(join(tmpdir(), 'moa-hot-post-'));
const stack = await createStack(dataDir);
try {
  await stack.start();
  process.exitCode = (await measure()) ? 0 : 1;
} finally {
  await stack.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function send(method: string, path: string, token?: string, body?: object): Promise<Answer> {
  const response = await fetch(`${stack.baseUrl}${path}`, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const requestId = response.headers.get('x-request-id');
  return { status: response.status, body: await response.json(), requestId };
}

async function signIn(): Promise<string> {
  const email = `${randomBytes(8).toString('hex')}@example.com`;
  await send('POST', '/v1/auth/sign-up', undefined, { email, password, name: 'Fan' });
  const { body } = await send('POST', '/v1/auth/login', undefined, { email, password });
  return (body as { accessToken: string }).accessToken;
}

/** Transactions that a request tried in vain. */
async function retriesOf({ requestId }: Answer): Promise<number> {
  const { body } = await send('GET', `/_local/requests/${requestId}/calls`);
  const tries = (body as Call[]).filter(({ operation }) => operation === 'TransactWriteItems');
  return tries.filter(({ outcome }) => outcome !== 'ok').length;
}

async function measure(): Promise<boolean> {
  const author = await signIn();
  const tokens: string[] = [];
  const signUps = Array.from({ length: signUpsTogether }, async () => {
    while (tokens.length < users) tokens.push(await signIn());
  });
  await Promise.all(signUps);
  const fans = tokens.slice(0, users);
  const { body } = await send('POST', '/v1/posts', author, { text: 'Like me' });
  const path = `/v1/posts/${(body as { id: string }).id}`;

  const statuses = new Map<number, number>();
  let retries = 0;
  const slowest: number[] = [];
  const started = performance.now();
  await Promise.all(
    fans.map(async (token, index) => {
      // The last of each is a like or not, by turns.
      const turns = Math.floor(changes / users) + (index < changes % users ? 1 : 0);
      for (let turn = 0; turn < turns; turn++) {
        const begun = performance.now();
        const answer = await send(
          (turn + index) % 2 === 0 ? 'PUT' : 'DELETE',
          `${path}/like`,
          token,
        );
        slowest.push(performance.now() - begun);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        retries += await retriesOf(answer);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;

  const count = async () =>
    ((await send('GET', path, author)).body as { likeCount: number }).likeCount;
  const atOnce = await count();
  const seen = await Promise.all(fans.map((token) => send('GET', path, token)));
  const likers = seen.filter((answer) => (answer.body as { liked: boolean }).liked).length;
  await send('POST', '/_local/tasks/fold-counts', undefined, {});
  const folded = await count();

  const sorted = slowest.toSorted((one, other) => one - other);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  console.log(`${sorted.length} likes and unlikes by ${users} users in ${seconds.toFixed(1)} s`);
  console.log(
    `answers: ${[...statuses].map(([status, times]) => `${times} × ${status}`).join(', ')}`,
  );
  console.log(`milliseconds: median ${at(0.5)}, 99 % ${at(0.99)}, slowest ${at(1)}`);
  console.log(`transactions tried again: ${retries}`);
  console.log(`users who like it: ${likers}; counted at once: ${atOnce}; folded: ${folded}`);
  return (
    [...statuses.keys()].every((status) => status === 200) && atOnce === likers && folded === likers
  );
}
