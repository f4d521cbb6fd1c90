import { parseArgs } from 'node:util';
import type { Call } from '../../lib/aws/calls.ts';
import type { Item, Operation } from '../../lib/model/write.ts';
import type { Answer } from '../support/answer.ts';
import { startStack } from '../support/stack.ts';
import type { User, World } from '../support/world.ts';
import { writeItems } from '../support/write-items.ts';

/*
 * npm run timeline-cost [-- --posts 100000]: what a post costs as its author's followers
 * grow, and what a page of the home timeline costs as what is followed and posted does; without posts
 * the former alone.
 */
const { values } = parseArgs({ options: { posts: { type: 'string', default: '100000' } } });
const mostPosts = Number(values.posts);

/** So many post, the others are dormant: a page has the same authors whatever is followed. */
const activeAuthors = 10;

// Nobody becomes too loud to be pushed to.
const stack = await startStack({ env: { FANOUT_LIMIT: '20000' } });
try {
  await measurePosts();
  if (mostPosts > 0) await measurePages();
} finally {
  await stack.close();
}

async function measurePages(): Promise<void> {
  // Imported late: they read the configuration, which the stack sets.
  const { makeUsers } = await import('../support/seed-users.ts');
  const { putRequest } = await import('../support/put-items.ts');
  const { getTimeline } = await import('../../functions/sns/timeline/routes.ts');
  const { newId } = await import('../../lib/ids.ts');
  const { Follows } = await import('../../lib/relations/follows.entity.ts');
  const { HomeEntries } = await import('../../lib/sns/timeline/home-entries.entity.ts');
  const { Posts } = await import('../../lib/sns/posts/posts.entity.ts');
  const world = stack.createWorld();

  const put = (operations: readonly Operation[]) =>
    writeItems(stack.clients.dynamodb, stack.tableName, operations.map(putRequest));

  /** Somebody who follows so many, and has their posts as the workers would have brought them. */
  async function makeReader(follows: number, posts: number): Promise<User> {
    const [reader, ...authors] = await makeUsers(follows + 1, put);
    if (!reader) throw new Error('There is no reader');
    const followedAt = new Date().toISOString();
    await put(
      authors.map(({ id: followeeId }) =>
        Follows.put({ followeeId, followerId: reader.id, followedAt }),
      ),
    );
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

  console.log('\nA page of 20 posts of the home timeline, ten authors active\n');
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
      const calls = await callsOf(world, answer);
      const operations = calls.map(({ operation }) => operation).join(', ');
      const read = calls.reduce((sum, { capacity }) => sum + capacity.read, 0);
      console.log(`| ${follows} | ${posts} | ${page} | ${operations} | ${read} |`);
    }
  }
}

async function callsOf(world: World, { headers }: Answer): Promise<readonly Call[]> {
  const path = `/_local/requests/${headers.get('x-request-id')}/calls`;
  return (await world.request('GET', path)).body as readonly Call[];
}

async function measurePosts(): Promise<void> {
  const { makeUsers } = await import('../support/seed-users.ts');
  const { createPost } = await import('../../functions/sns/publishing/routes.ts');
  const { newId } = await import('../../lib/ids.ts');
  const { Follows } = await import('../../lib/relations/follows.entity.ts');

  /** An author with followers of whom nobody was told; answers what is to be in the table. */
  async function authorWith(followers: number): Promise<{ author: User; items: Item[] }> {
    const operations: Operation[] = [];
    const [author] = await makeUsers(1, async (made) => {
      operations.push(...made);
    });
    if (!author) throw new Error('There is no author');
    const followedAt = new Date().toISOString();
    for (let index = 0; index < followers; index++) {
      const followerId = newId('user', new Date());
      operations.push(Follows.put({ followeeId: author.id, followerId, followedAt }));
    }
    const items = operations.map((operation) => (operation.params() as { Item: Item }).Item);
    return { author, items };
  }

  console.log('A post, as its author has followers\n');
  console.log(
    '| Followers | At once | Later, a follower: requests | Later, a follower: write units |',
  );
  console.log('| ---: | --- | ---: | ---: |');
  for (const count of [10, 1000, 10_000]) {
    const { author, items } = await authorWith(count);
    await stack.renew(items);
    const world = stack.createWorld();
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
    const calls = await callsOf(world, answer);
    const operations = calls.map(({ operation }) => operation).join(', ');
    const each = (total: number) => (total / count).toFixed(3);
    console.log(`| ${count} | ${operations} | ${each(requests)} | ${each(written)} |`);
  }
}
