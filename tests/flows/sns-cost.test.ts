import { postCreated } from '../../events/messages/sns.ts';
import { likePost, unlikePost } from '../../functions/sns/likes/routes.ts';
import { getPost } from '../../functions/sns/posts/routes.ts';
import { createPost, deletePost } from '../../functions/sns/publishing/routes.ts';
import { followUser, unfollowUser } from '../../functions/sns/relations/routes.ts';
import { getTimeline, listUserPosts } from '../../functions/sns/timeline/routes.ts';
import { handler as fanOutPost } from '../../functions/sns/workers/fan-out-post.ts';
import { type Call, onCall } from '../../lib/aws/calls.ts';
import { newId } from '../../lib/ids.ts';
import { draft, toEnvelope } from '../../lib/queue/message.ts';
import { Follows } from '../../lib/relations/follows.entity.ts';
import { HomeEntries } from '../../lib/sns/timeline/home-entries.entity.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { putItems } from '../support/put-items.ts';
import { seedUsers } from '../support/seed-users.ts';
import { createWorld, type User, type World } from '../support/world.ts';
import { requestsOf } from './request-count.ts';

/** Operations in the order of their sending. */
const operations = (calls: readonly Call[]) => calls.map(({ operation }) => operation);

/** Does `each` to all items, a few at a time. */
async function inParallel<T>(items: readonly T[], each: (item: T) => Promise<unknown>) {
  const next = items.values();
  const lane = async () => {
    for (const item of next) await each(item);
  };
  await Promise.all(Array.from({ length: 10 }, lane));
}

async function requestsPerPage(world: World, reader: User): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const read = () =>
      world.call(getTimeline, { as: reader, query: { ...(cursor && { cursor }) } });
    pages.push(operations(await requestsOf(world, read)));
    cursor = (await read()).body.nextCursor ?? undefined;
  } while (cursor && pages.length < 5);
  return pages;
}

describeInProcess('what a timeline page costs', () => {
  it('is two requests, the same with 10 and with 300 followed', async () => {
    const world = await createWorld({ live: false });
    const authors = await seedUsers(300);
    const [few, many] = (await seedUsers(2)) as [User, User];
    await inParallel(authors.slice(0, 10), (author) => world.follow(few, author));
    await inParallel(authors, (author) => world.follow(many, author));
    // Most of them are dormant.
    for (let round = 0; round < 6; round++) {
      await inParallel(authors.slice(0, 10), (author) => world.post(author, `round ${round}`));
    }
    await world.drain();
    const page = ['Query', 'BatchGetItem'];
    expect(await requestsPerPage(world, few)).toEqual([page, page, page]);
    expect(await requestsPerPage(world, many)).toEqual([page, page, page]);
  }, 300_000);
});

describeInProcess('what a write costs', () => {
  it('is one transaction, and what is read to answer', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = (await seedUsers(2)) as [User, User];
    const { id: postId } = await world.post(kim, 'hello');
    const count = async (send: Parameters<typeof requestsOf>[1]) =>
      operations(await requestsOf(world, send));
    const params = { postId };
    const userId = { userId: kim.id };

    const create = () => world.call(createPost, { as: kim, body: { text: 'again' } });
    expect(await count(create)).toEqual(['BatchGetItem', 'TransactWriteItems']);
    expect(await count(() => world.call(getPost, { as: lee, params }))).toHaveLength(2);
    const list = () => world.call(listUserPosts, { as: lee, params: userId });
    expect(await count(list)).toEqual(['BatchGetItem', 'BatchGetItem']);
    for (const change of [
      () => world.call(likePost, { as: lee, params }),
      () => world.call(unlikePost, { as: lee, params }),
    ]) {
      // Who wrote the post, and whether they are still there, must be known before anything is done.
      expect(await count(change)).toEqual(['GetItem', 'BatchGetItem', 'TransactWriteItems']);
    }
    for (const change of [
      () => world.call(followUser, { as: lee, params: userId }),
      () => world.call(unfollowUser, { as: lee, params: userId }),
    ]) {
      expect(await count(change)).toEqual(['BatchGetItem', 'TransactWriteItems']);
    }
    const warm = await world.post(kim, 'goes first');
    await world.call(deletePost, { as: kim, params: { postId: warm.id } });
    const { headers } = await world.call(deletePost, { as: kim, params });
    const path = `/_local/requests/${headers.get('x-request-id')}/calls`;
    const { body } = await world.request('GET', path);
    expect(operations(body as Call[])).toEqual(['TransactWriteItems']);
  });

  it('of a fan-out is one write unit and 0.041 requests a follower, and a replay adds nothing', async () => {
    const followers = await seedUsers(1000);
    const now = new Date();
    const [postId, authorId] = [newId('post', now), newId('user', now)];
    await putItems(
      followers.map(({ id: followerId }) =>
        Follows.put({ followeeId: authorId, followerId, followedAt: now.toISOString() }),
      ),
    );
    const data = { postId, authorId, visibility: 'public', delivery: 'push' } as const;
    const message = toEnvelope(draft(postCreated, postId, data), {
      id: `test.${postId}`,
      actor: authorId,
      time: now,
    });
    const calls: Call[] = [];
    onCall((requestId, call) => {
      if (requestId === message.id) calls.push(call);
    });
    const record = { messageId: '1', body: JSON.stringify(message), attributes: {} };
    const deliver = () => fanOutPost({ Records: [record] } as never);
    expect(await deliver()).toEqual({ batchItemFailures: [] });
    const written = calls.reduce((sum, { capacity }) => sum + capacity.write, 0);
    expect(written).toBe(followers.length);
    expect(calls.length).toBeLessThanOrEqual(0.041 * followers.length);
    expect(await deliver()).toEqual({ batchItemFailures: [] });
    onCall(undefined);

    for (const { id: viewerId } of followers.slice(0, 5)) {
      const entries = await HomeEntries.query.home({ viewerId }).go();
      expect(entries.data).toEqual([{ viewerId, entryId: postId, authorId }]);
    }
  }, 300_000);
});
