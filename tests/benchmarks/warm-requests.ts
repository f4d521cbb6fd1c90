import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Item, Operation } from '../../lib/model/write.ts';
import type { Bundles, PeerName } from './bundles.ts';
import { markdownTable, median } from './figures.ts';
import type { Order, Report } from './function-host.ts';

const warmUpRequests = 1500;
const requestsInRound = 150;

/** More than a container remembers. */
const manyTokens = 1100;

interface Case {
  label: string;
  function: string;
  peer: PeerName;
  /** Access tokens that take turns: a container remembers those that it has verified. */
  tokens: number;
  status: number;
}

const cases: readonly Case[] = [
  { label: 'createPost', function: 'sns-create-post', peer: 'create-post', tokens: 1, status: 201 },
  {
    label: 'createPost, each token for the first time',
    function: 'sns-create-post',
    peer: 'create-post',
    tokens: manyTokens,
    status: 201,
  },
  {
    label: 'timeline',
    function: 'sns-get-timeline',
    peer: 'get-timeline',
    tokens: 1,
    status: 200,
  },
  { label: 'like', function: 'sns-like-post', peer: 'like-post', tokens: 1, status: 200 },
];

/** The post that is liked, as the sample events name it. */
const likedPostId = 'post_01jd3v9k2m4n5p6q7r8s9t0v1w';

/**
 * CPU of warm requests, as multiples of what the same by hand takes. All of them run in processes of
 * their own, which take turns, and call one stub of DynamoDB.
 *
 * @param environment that of the functions, which is this process's as well
 */
export async function measureWarmRequests(
  bundles: Bundles,
  environment: NodeJS.ProcessEnv,
  rounds: number,
): Promise<string> {
  const { items, tokens } = await makeTable();
  const stub = start('table-stub.ts', environment);
  stub.send(items);
  const [port] = (await once(stub, 'message')) as [number];
  const hosts: ChildProcess[] = [stub];
  const env = { ...environment, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
  const startHost = async (bundle: string, events: APIGatewayProxyEventV2[]) => {
    const host = start('function-host.ts', env);
    hosts.push(host);
    await tell(host, { bundle, events });
    return host;
  };
  try {
    const pairs = await Promise.all(
      cases.map(async (one) => {
        const events = await eventsFor(one.function, tokens.slice(0, one.tokens));
        const own = await startHost(bundles.functionNamed(one.function).file, events);
        const byHand = await startHost(bundles.peer(one.peer).file, events);
        return { ...one, own, byHand, times: { own: [] as number[], byHand: [] as number[] } };
      }),
    );
    for (const { own, byHand, status } of pairs) {
      const [ours, theirs] = [
        await answerRequests(own, warmUpRequests),
        await answerRequests(byHand, warmUpRequests),
      ];
      requireAlike(ours, theirs, status);
    }
    for (let round = 0; round < rounds; round++) {
      for (const { own, byHand, times } of pairs) {
        // Each goes first every other time.
        const turns = [
          async () => times.own.push(await microsecondsOf(own)),
          async () => times.byHand.push(await microsecondsOf(byHand)),
        ];
        for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
      }
      console.error(`warm requests: round ${round + 1} of ${rounds}`);
    }
    const rows = pairs.map(({ label, times }) => {
      const [own, byHand] = [median(times.own), median(times.byHand)];
      return [label, own.toFixed(0), byHand.toFixed(0), (own / byHand).toFixed(2)];
    });
    return markdownTable(['Request', 'CPU µs', 'by hand µs', '÷ by hand'], rows);
  } finally {
    for (const host of hosts) host.disconnect();
  }
}

function start(program: string, env: NodeJS.ProcessEnv): ChildProcess {
  return fork(join(import.meta.dirname, program), {
    env,
    // What they log goes nowhere; it is written all the same.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

async function tell(host: ChildProcess, order: Order): Promise<unknown> {
  const ended = once(host, 'exit').then(() => {
    throw new Error('A process ended before it was told to');
  });
  ended.catch(() => undefined);
  const answered = once(host, 'message');
  host.send(order);
  const [answer] = (await Promise.race([answered, ended])) as [unknown];
  return answer;
}

const answerRequests = async (host: ChildProcess, requests: number): Promise<Report> =>
  (await tell(host, { requests })) as Report;

async function microsecondsOf(host: ChildProcess): Promise<number> {
  return (await answerRequests(host, requestsInRound)).cpuMicroseconds / requestsInRound;
}

/** What is compared must do the same. */
function requireAlike({ last: own }: Report, { last: byHand }: Report, status: number): void {
  const shapeOf = ({ statusCode, headers = {}, body = '' }: Report['last']) =>
    JSON.stringify([
      statusCode,
      Object.keys(headers).toSorted(),
      JSON.parse(body, (name, value: unknown) =>
        /^(id|createdAt|nextCursor)$/.test(name) ? typeof value : value,
      ),
    ]);
  const [ours, theirs] = [shapeOf(own), shapeOf(byHand)];
  if (own.statusCode !== status || ours !== theirs) {
    throw new Error(`Answers differ:\n${ours}\n${theirs}`);
  }
}

async function eventsFor(
  functionName: string,
  tokens: readonly string[],
): Promise<APIGatewayProxyEventV2[]> {
  const file = join(import.meta.dirname, `../../events/samples/${functionName}.json`);
  const sample = JSON.parse(await readFile(file, 'utf8')) as APIGatewayProxyEventV2;
  const { 'idempotency-key': _, ...headers } = sample.headers;
  return tokens.map((token) => ({
    ...sample,
    headers: { ...headers, authorization: `Bearer ${token}` },
  }));
}

const authors = 5;
const postsOfAuthor = 8;

/** Somebody who follows a few that have posted: their items, and tokens of their sessions. */
async function makeTable() {
  // Imported late: they read the configuration.
  const { makeUsers } = await import('../support/seed-users.ts');
  const { issueAccessToken } = await import('../../lib/auth/tokens.ts');
  const { scopesOfRole } = await import('../../lib/scopes.ts');
  const { newId } = await import('../../lib/ids.ts');
  const { Follows } = await import('../../lib/relations/follows.entity.ts');
  const { HomeEntries } = await import('../../lib/sns/timeline/home-entries.entity.ts');
  const { Posts } = await import('../../lib/sns/posts/posts.entity.ts');
  const operations: Operation[] = [];
  const [reader, ...followed] = await makeUsers(authors + 1, async (made) => {
    operations.push(...made);
  });
  const [first] = followed;
  if (!reader || !first) throw new Error('There is no reader');
  const now = new Date();
  const postOf = (authorId: string, postId: string, createdAt: Date) =>
    Posts.put({
      postId,
      authorId,
      text: 'Good morning, Seoul! The market by the river opens at nine today.',
      visibility: 'public',
      tags: [],
      mentions: [],
      delivery: 'push',
      likeCount: 3,
      replyCount: 1,
      createdAt: createdAt.toISOString(),
      version: 1,
    });
  operations.push(postOf(first.id, likedPostId, now));
  for (const { id: authorId } of followed) {
    operations.push(
      Follows.put({ followeeId: authorId, followerId: reader.id, followedAt: now.toISOString() }),
    );
    for (let post = 1; post <= postsOfAuthor; post++) {
      const createdAt = new Date(now.getTime() - post * 60_000);
      const postId = newId('post', createdAt);
      operations.push(
        postOf(authorId, postId, createdAt),
        HomeEntries.put({ viewerId: reader.id, entryId: postId, authorId }),
      );
    }
  }
  const items = operations.map((operation) => (operation.params() as { Item: Item }).Item);
  const tokens = await Promise.all(
    Array.from({ length: manyTokens }, () => {
      const sessionId = newId('session', now);
      return issueAccessToken({ userId: reader.id, sessionId, scopes: scopesOfRole('user') }, now);
    }),
  );
  return { items: items.map((item) => marshall(item)), tokens };
}
