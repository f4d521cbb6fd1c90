import { parseArgs } from 'node:util';
import type { Call } from '../../lib/aws/calls.ts';
import type { Operation } from '../../lib/model/write.ts';
import type { Answer } from '../support/answer.ts';
import { startStack } from '../support/stack.ts';
import type { User } from '../support/world.ts';
import { writeItems } from '../support/write-items.ts';

/*
 * npm run timeline-cost [-- --posts 100000]: what a page of the home timeline costs as what is
 * followed and posted grows, and what a post costs as its author's followers do.
 */

const { values } = parseArgs({ options: { posts: { type: 'string', default: '100000' } } });
const mostPosts = Number(values.posts);

/** So many post, the others are dormant: a page has the same authors whatever is followed. */
const activeAuthors = 10;

// Nobody becomes too loud to be pushed to.
const stack = await startStack({ env: { FANOUT_LIMIT: '20000' } });
try {
  await measure();
} finally {
  await stack.close();
}

async function measure(): Promise<void> {
  // Imported late: they read the configuration, which the stack sets.
  const { makeUsers } = await import('../support/seed-users.ts');
  const { putRequest } = await import('../support/put-items.ts');
  const { createPost, getTimeline } = await import('../../functions/sns/routes.ts');
  const { newId } = await import('../../lib/ids.ts');
  const { Follows } = await import('../../lib/sns/follows.entity.ts');
  const { HomeEntries } = await import('../../lib/sns/home-entries.entity.ts');
  const { Posts } = await import('../../lib/sns/posts.entity.ts');
  const world = stack.createWorld();

  const put = (operations: readonly Operation[]) =>
    writeItems(stack.clients.dynamodb, stack.tableName, operations.map(putRequest));

  const callsOf = async ({ headers }: Answer) => {
    const path = `/_local/requests/${headers.get('x-request-id')}/calls`;
    return (await world.request('GET', path)).body as readonly Call[];
  };

  const follow = (followee: User, follower: User) =>
    Follows.put({
      followeeId: followee.id,
      followerId: follower.id,
      followedAt: new Date().toISOString(),
    });

  /** Somebody who follows so many, and has their posts as the workers would have brought them. */
  async function makeReader(follows: number, posts: number): Promise<User> {
    const [reader, ...authors] = await makeUsers(follows + 1, put);
    if (!reader) throw new Error('There is no reader');
    await put(authors.map((author) => follow(author, reader)));
    const active = authors.slice(0, activeAuthors);
    const begin = Date.now() - posts * 1000;
    const operations: Operation[] = [];
    for (let index = 0; index < posts; index++) {
      const author = active[index % active.length] as User;
      const createdAt = new Date(begin + index * 1000);
      const postId = newId('post', createdAt);
      operations.push(
        Posts.put({
          postId,
          authorId: author.id,
          text: `What is new? The ${index + 1}th thing`,
          visibility: 'public',
          delivery: 'push',
          likeCount: 0,
          replyCount: 0,
          createdAt: createdAt.toISOString(),
          version: 1,
        }),
        HomeEntries.put({ viewerId: reader.id, entryId: postId, authorId: author.id }),
      );
    }
    await put(operations);
    return reader;
  }

  console.log('A page of 20 posts of the home timeline, ten authors active\n');
  console.log('| Follows | Posts | Page | Requests | Read units |');
  console.log('| ---: | ---: | --- | --- | ---: |');
  for (const [follows, posts] of [
    [10, mostPosts / 100],
    [100, mostPosts / 10],
    [1000, mostPosts],
  ] as const) {
    const reader = await makeReader(follows, posts);
    let cursor: string | undefined;
    for (const page of ['first', 'second', 'third']) {
      const query = { limit: 20, ...(cursor !== undefined && { cursor }) };
      const answer = await world.call(getTimeline, { as: reader, query });
      if (answer.body.items.length !== 20) throw new Error('A page is not full');
      cursor = answer.body.nextCursor ?? undefined;
      const calls = await callsOf(answer);
      const operations = calls.map(({ operation }) => operation).join(', ');
      const read = calls.reduce((sum, { capacity }) => sum + capacity.read, 0);
      console.log(`| ${follows} | ${posts} | ${page} | ${operations} | ${read} |`);
    }
  }

  console.log('\nA post, as its author has followers\n');
  console.log(
    '| Followers | At once | Later, a follower: requests | Later, a follower: write units |',
  );
  console.log('| ---: | --- | ---: | ---: |');
  for (const count of [10, 1000, 10_000]) {
    const [author, ...followers] = await makeUsers(count + 1, put);
    if (!author) throw new Error('There is no author');
    await put(followers.map((follower) => follow(author, follower)));
    let [requests, written] = [0, 0];
    const unwatch = stack.fronts.watch(({ service, input, trace }) => {
      if (service !== 'dynamodb' || trace?.functionId !== 'sns.fanOutPost') return;
      requests += 1;
      // An entry is far smaller than what one write unit writes.
      written += Object.values((input.RequestItems ?? {}) as Record<string, readonly object[]>)
        .flat()
        .filter((request) => 'PutRequest' in request).length;
    });
    const answer = await world.call(createPost, { as: author, body: { text: 'Hello' } });
    await world.drain();
    unwatch();
    const calls = await callsOf(answer);
    const operations = calls.map(({ operation }) => operation).join(', ');
    const each = (total: number) => (total / count).toFixed(3);
    console.log(`| ${count} | ${operations} | ${each(requests)} | ${each(written)} |`);
  }
}
