import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { likePost, unlikePost } from '../../../functions/sns/likes/routes.ts';
import { getPost } from '../../../functions/sns/posts/routes.ts';
import { createPost, deletePost } from '../../../functions/sns/publishing/routes.ts';
import { listReplies } from '../../../functions/sns/replies/routes.ts';
import { getTimeline } from '../../../functions/sns/timeline/routes.ts';
import { dynamodb } from '../../../lib/aws/dynamodb.ts';
import { config } from '../../../lib/config.ts';
import { newId } from '../../../lib/ids.ts';
import { fold, spread } from '../../../lib/sns/posts/post-counts.ts';
import { PostShards } from '../../../lib/sns/posts/post-shards.entity.ts';
import { Posts } from '../../../lib/sns/posts/posts.entity.ts';
import { SpreadPosts } from '../../../lib/sns/posts/spread-posts.entity.ts';
import { allPosts, recount } from '../../../lib/sns/publishing/recount.ts';
import { bodyOf, edit, replyOf, setStatus } from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { seedUsers } from '../../support/seed-users.ts';
import { createWorld, type Post, type User, type World } from '../../support/world.ts';
import { contextOfTask } from './context-of-task.ts';

const like = (world: World, as: User, { id: postId }: Post) =>
  bodyOf(world.call(likePost, { as, params: { postId } }));
const unlike = (world: World, as: User, { id: postId }: Post) =>
  bodyOf(world.call(unlikePost, { as, params: { postId } }));
const read = (world: World, as: User, { id: postId }: Post) =>
  bodyOf(world.call(getPost, { as, params: { postId } }));

async function stored(postId: string) {
  const { data } = await Posts.get({ postId }).go({ consistent: true });
  return data;
}

const listedAsSpread = async ({ id: postId }: Post) =>
  (await SpreadPosts.query.spreadPosts({}).go({ consistent: true, pages: 'all' })).data.some(
    (entry) => entry.postId === postId,
  );

describeInProcess('a post whose counts are spread', () => {
  let world: World;
  let author: User;
  let fans: User[];
  let post: Post;

  beforeAll(async () => {
    world = await createWorld({ live: false });
  });

  beforeEach(async () => {
    [author, ...fans] = (await seedUsers(5)) as [User, ...User[]];
    post = await world.post(author, 'like me');
    await spread(contextOfTask('test'), post.id);
  });

  it('is shown everywhere with all that it counts', async () => {
    const [lee, han] = fans as [User, User];
    await world.follow(lee, author);
    await world.drain();
    expect(await like(world, lee, post)).toEqual({ liked: true, likeCount: 1 });
    expect(await like(world, lee, post)).toEqual({ liked: true, likeCount: 1 });
    expect(await like(world, han, post)).toEqual({ liked: true, likeCount: 2 });
    const first = await replyOf(world, lee, post);
    await replyOf(world, han, post);
    const counts = { likeCount: 2, replyCount: 2 };
    expect(await stored(post.id)).toMatchObject({ isSpread: true, likeCount: 0, replyCount: 0 });
    expect(await read(world, lee, post)).toMatchObject({ ...counts, liked: true });
    const { body } = await world.call(getTimeline, { as: author });
    expect(body.items).toEqual([expect.objectContaining({ id: post.id, ...counts })]);
    expect(await edit(world, author, post, 'still like me')).toMatchObject(counts);
    await like(world, author, first);
    const replies = await world.call(listReplies, { as: lee, params: { postId: post.id } });
    expect(replies.body.items.at(-1)).toMatchObject({ id: first.id, likeCount: 1 });

    expect(await unlike(world, lee, post)).toEqual({ liked: false, likeCount: 1 });
    await world.call(deletePost, { as: lee, params: { postId: first.id } });
    expect(await read(world, lee, post)).toMatchObject({ likeCount: 1, replyCount: 1 });
  });

  it('is folded once it stands still, and counts the same before, after and anew', async () => {
    for (const fan of fans) await like(world, fan, post);
    await replyOf(world, author, post);
    for (let round = 0; round < 2; round++) {
      expect(await listedAsSpread(post)).toBe(true);
      await world.runTask('fold-counts', { at: new Date(Date.now() + (round + 1) * 600_000) });
      expect(await listedAsSpread(post)).toBe(false);
      const { isSpread, likeCount } = { isSpread: false, ...(await stored(post.id)) };
      expect({ isSpread, likeCount }).toEqual({ isSpread: false, likeCount: 4 - round });
      const { data } = await PostShards.get({ postId: post.id, shard: 0 }).go();
      expect(data).toBeNull();
      await spread(contextOfTask('test'), post.id);
      await unlike(world, fans[round] as User, post);
    }
    expect(await read(world, author, post)).toMatchObject({ likeCount: 2, replyCount: 1 });
  });

  it('loses nothing when it is folded while it is liked', async () => {
    const liking = fans.map(async (fan) => {
      for (let round = 0; round < 6; round++) {
        await like(world, fan, post);
        if (round % 2 === 0) await unlike(world, fan, post);
      }
    });
    const folding = (async () => {
      const until = Promise.all(liking).then(() => true);
      while (!(await Promise.race([until, Promise.resolve(false)]))) {
        await fold(contextOfTask('test'), post.id);
        await spread(contextOfTask('test'), post.id);
      }
    })();
    await Promise.all([...liking, folding]);
    expect(await fold(contextOfTask('test'), post.id)).toBe(true);
    expect(await read(world, author, post)).toMatchObject({ likeCount: 4 });
  });

  it('takes no like once it is deleted and removed', async () => {
    const [lee] = fans as [User];
    await like(world, lee, post);
    await world.call(deletePost, { as: author, params: { postId: post.id } });
    const params = { postId: post.id };
    expect(await world.call(likePost, { as: lee, params })).toBeProblem('sns.post_not_found');
    const { id: replyTo } = post;
    const body = { text: 'too late', replyTo };
    expect(await world.call(createPost, { as: lee, body })).toBeProblem('sns.post_not_found');
    await world.runTask('purge-deleted-posts', { at: new Date(Date.now() + 86_400_000) });
    await world.drain();
    expect(await stored(post.id)).toBeNull();
    expect(await listedAsSpread(post)).toBe(false);
  });
});

/** Has others win an item of `entity` for as often as a count waits for it. */
function contend(entity: string): void {
  const client = dynamodb();
  const send = client.send.bind(client) as (command: unknown) => Promise<unknown>;
  let lost = 0;
  const sendUnlessLost = (command: unknown): Promise<unknown> => {
    if (!(command instanceof TransactWriteCommand)) return send(command);
    const CancellationReasons = (command.input.TransactItems ?? []).map(({ Update: update }) => {
      const isCounted = update?.UpdateExpression?.includes('countChanges') === true;
      const isOfEntity = String(update?.Key?.sk).startsWith(`$${entity}_`);
      return { Code: isCounted && isOfEntity ? 'TransactionConflict' : 'None' };
    });
    const isLost = CancellationReasons.some(({ Code }) => Code !== 'None');
    if (!isLost || lost === config.spreadAfterConflicts) return send(command);
    lost += 1;
    const message = 'Transaction cancelled';
    return Promise.reject(
      new TransactionCanceledException({ $metadata: {}, message, CancellationReasons }),
    );
  };
  const spy = jest.spyOn(client, 'send') as unknown as jest.Mock<Promise<unknown>, [unknown]>;
  spy.mockImplementation(sendUnlessLost);
}

describeInProcess('the counts of a post that others keep winning', () => {
  afterEach(() => jest.restoreAllMocks());

  it('are spread by the worker that takes an absent fan out of them', async () => {
    const world = await createWorld({ live: false });
    const [author, fan] = (await seedUsers(2)) as [User, User];
    const post = await world.post(author, 'like me');
    await like(world, fan, post);
    await world.drain();
    await setStatus(world, fan, 'suspended');
    contend('post');
    await world.drain();
    jest.restoreAllMocks();
    expect(await stored(post.id)).toMatchObject({ isSpread: true });
    expect(await read(world, author, post)).toMatchObject({ likeCount: 0 });
  });

  it('are spread by whoever likes, answers or takes it back', async () => {
    const world = await createWorld({ live: false });
    const [author, fan] = (await seedUsers(2)) as [User, User];
    const changes = {
      like: (post: Post) => like(world, fan, post),
      unlike: (post: Post) => unlike(world, author, post),
      reply: (post: Post) => replyOf(world, fan, post),
      removal: async (_: Post, { id: postId }: Post) =>
        bodyOf(world.call(deletePost, { as: author, params: { postId } })),
    };
    const counts = {
      like: { likeCount: 2, replyCount: 1 },
      unlike: { likeCount: 0, replyCount: 1 },
      reply: { likeCount: 1, replyCount: 2 },
      removal: { likeCount: 1, replyCount: 0 },
    };
    for (const name of ['like', 'unlike', 'reply', 'removal'] as const) {
      const post = await world.post(author, name);
      await like(world, author, post);
      const reply = await replyOf(world, author, post);
      contend('post');
      await changes[name](post, reply);
      jest.restoreAllMocks();
      expect(await stored(post.id)).toMatchObject({ isSpread: true, likeCount: 1, replyCount: 1 });
      expect(await read(world, author, post)).toMatchObject(counts[name]);
      contend('postShard');
      await like(world, fan, post);
      jest.restoreAllMocks();
      const { likeCount } = await read(world, author, post);
      expect(likeCount).toBe(name === 'like' ? 2 : counts[name].likeCount + 1);
    }
  });
});

describeInProcess('the recount of a post', () => {
  it('puts right what its edges say otherwise, and nothing else', async () => {
    const world = await createWorld({ live: false });
    const [author, ...fans] = (await seedUsers(4)) as [User, ...User[]];
    const post = await world.post(author, 'like me');
    for (const fan of fans) await like(world, fan, post);
    await replyOf(world, author, post);
    const ctx = contextOfTask('recount');
    expect(await recount(ctx, post.id)).toBe('right');
    await Posts.patch({ postId: post.id }).add({ likeCount: 7, replyCount: -1 }).go();
    expect(await recount(ctx, post.id)).toBe('corrected');
    expect(await read(world, author, post)).toMatchObject({ likeCount: 3, replyCount: 1 });
    const found: string[] = [];
    for await (const postId of allPosts()) found.push(postId);
    expect(found).toContain(post.id);
    expect(await recount(ctx, newId('post', new Date()))).toBe('gone');
  });

  it('is exact while the post is liked', async () => {
    const world = await createWorld({ live: false });
    const [author, ...fans] = (await seedUsers(4)) as [User, ...User[]];
    const post = await world.post(author, 'like me');
    await Posts.patch({ postId: post.id }).add({ likeCount: 7 }).go();
    await Promise.all([
      ...fans.map((fan) => like(world, fan, post)),
      recount(contextOfTask('recount'), post.id),
    ]);
    await recount(contextOfTask('recount'), post.id);
    expect(await read(world, author, post)).toMatchObject({ likeCount: 3 });
  });
});
