import { randomUUID } from 'node:crypto';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { userDeleted } from '../../../events/messages/identity.ts';
import { reconcileTies as reconcileCommand } from '../../../events/messages/sns.ts';
import { getUser } from '../../../functions/identity/profiles/routes.ts';
import { likePost, listLikes, unlikePost } from '../../../functions/sns/likes/routes.ts';
import { getPost } from '../../../functions/sns/posts/routes.ts';
import { createPost, deletePost } from '../../../functions/sns/publishing/routes.ts';
import {
  blockUser,
  followUser,
  listFollowers,
  listFollowing,
  unfollowUser,
} from '../../../functions/sns/relations/routes.ts';
import { listReplies } from '../../../functions/sns/replies/routes.ts';
import { handler as worker } from '../../../functions/sns/workers/reconcile-presence.ts';
import { dynamodb } from '../../../lib/aws/dynamodb.ts';
import { type Draft, draft, toEnvelope } from '../../../lib/queue/message.ts';
import { Likes } from '../../../lib/sns/posts/likes.entity.ts';
import { spread } from '../../../lib/sns/posts/post-counts.ts';
import { countedTies, reconcileTies } from '../../../lib/sns/publishing/reconcile-presence.ts';
import { recount } from '../../../lib/sns/publishing/recount.ts';
import {
  bodyOf,
  deleteAccount,
  purgingAccounts,
  replyOf,
  setPrivacy,
  setStatus,
  signIn,
} from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld, type Post, type User, type World } from '../../support/world.ts';
import { contextOfTask } from './context-of-task.ts';

const like = (world: World, as: User, { id: postId }: Post) =>
  bodyOf(world.call(likePost, { as, params: { postId } }));

interface Scene {
  world: World;
  /** Likes and answers `post` and `own`, and both they and `other` follow each other. */
  kim: User;
  other: User;
  viewer: User;
  /** Of `other`. */
  post: Post;
  reply: Post;
  /** Of `other`, which `other` and `viewer` like. */
  liked: Post;
}

async function play(world: World): Promise<Scene> {
  const kim = await world.user('kim');
  const [other, viewer] = [await world.user('other'), await world.user('viewer')];
  await Promise.all([world.follow(kim, other), world.follow(other, kim)]);
  await Promise.all([world.follow(viewer, other), world.follow(other, viewer)]);
  const [post, liked] = [await world.post(other, 'Hello'), await world.post(other, 'Like me')];
  const reply = await replyOf(world, kim, post);
  await replyOf(world, viewer, post);
  for (const as of [kim, other, viewer])
    for (const one of [post, liked]) await like(world, as, one);
  await world.drain();
  return { world, kim, other, viewer, post, reply, liked };
}

/** What users and posts say that they count, and how long the lists are. */
async function countsOf({ world, other, viewer, post, liked }: Scene) {
  const as = viewer;
  const lengthOf = async (list: Promise<{ items: readonly unknown[] }>) =>
    (await list).items.length;
  const ofUser = async ({ id: userId }: User) => {
    const params = { userId };
    const { followerCount, followingCount } = await bodyOf(world.call(getUser, { as, params }));
    return {
      counts: [followerCount, followingCount],
      lists: [
        await lengthOf(bodyOf(world.call(listFollowers, { as, params }))),
        await lengthOf(bodyOf(world.call(listFollowing, { as, params }))),
      ],
    };
  };
  const ofPost = async ({ id: postId }: Post) => {
    const params = { postId };
    const { likeCount, replyCount } = await bodyOf(world.call(getPost, { as, params }));
    return {
      counts: [likeCount, replyCount],
      lists: [
        await lengthOf(bodyOf(world.call(listLikes, { as, params }))),
        await lengthOf(bodyOf(world.call(listReplies, { as, params }))),
      ],
    };
  };
  const all = [await ofUser(other), await ofUser(viewer), await ofPost(post), await ofPost(liked)];
  return { counts: all.map(({ counts }) => counts), lists: all.map(({ lists }) => lists) };
}

/** Of `other`, of `viewer`, of `post` and of `liked`. */
const before = [
  [2, 2],
  [1, 1],
  [3, 2],
  [3, 0],
];

const without = [
  [1, 1],
  [1, 1],
  [2, 1],
  [2, 0],
];

async function expectCounts(scene: Scene, expected: number[][]): Promise<void> {
  await scene.world.drain();
  expect(await countsOf(scene)).toEqual({ counts: expected, lists: expected });
}

/** Hands the worker a message, as a queue does. */
async function deliver(message: Draft): Promise<void> {
  const about = { id: randomUUID(), actor: 'system:test', time: new Date() };
  const body = JSON.stringify(toEnvelope(message, about));
  const attributes = { ApproximateReceiveCount: '2' };
  const record = { messageId: randomUUID(), body, attributes };
  expect(await worker({ Records: [record] } as never)).toEqual({ batchItemFailures: [] });
}

/** Has something done just before the first tie is marked as not counted. */
function beforeFirstMark(act: () => Promise<void>): jest.Mock {
  const client = dynamodb();
  const send = client.send.bind(client) as (command: unknown) => Promise<unknown>;
  const acting = jest.fn(act);
  const isMark = (command: unknown) =>
    command instanceof TransactWriteCommand &&
    command.input.TransactItems?.some(({ Update: update }) =>
      update?.UpdateExpression?.includes('Uncounted'),
    );
  const sendAfterwards = async (command: unknown) => {
    if (isMark(command) && acting.mock.calls.length === 0) await acting();
    return send(command);
  };
  const spy = jest.spyOn(client, 'send') as unknown as jest.Mock<Promise<unknown>, [unknown]>;
  spy.mockImplementation(sendAfterwards);
  return acting;
}

describeInProcess('what an absent account has done', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({ live: false });
  });

  it('is counted no more once it is deleted, and again once its owner is back', async () => {
    const scene = await play(world);
    await expectCounts(scene, before);
    for (let round = 0; round < 2; round++) {
      await deleteAccount(world, scene.kim);
      await expectCounts(scene, without);
      scene.kim = await signIn(world, scene.kim);
      await expectCounts(scene, before);
    }
  });

  it('is counted no more once it is suspended, and again once it is active', async () => {
    const scene = await play(world);
    for (let round = 0; round < 2; round++) {
      await setStatus(world, scene.kim, 'suspended');
      await expectCounts(scene, without);
      await setStatus(world, scene.kim, 'active');
      await expectCounts(scene, before);
    }
  });

  it('is counted once, however often messages come', async () => {
    const scene = await play(world);
    const { id: userId } = scene.kim;
    const messages = [
      draft(userDeleted, userId, { userId }),
      ...countedTies.map((ties) => draft(reconcileCommand, userId, { userId, ties })),
    ];
    const redeliver = () =>
      Promise.all([...messages, ...messages].map((message) => deliver(message)));
    await setStatus(world, scene.kim, 'suspended');
    await redeliver();
    await expectCounts(scene, without);
    await redeliver();
    await expectCounts(scene, without);
    await setStatus(world, scene.kim, 'active');
    await redeliver();
    await expectCounts(scene, before);
    await redeliver();
    await expectCounts(scene, before);
  });

  it('is counted by what the account is last, where a change overtakes another', async () => {
    const scene = await play(world);
    const { id: userId } = scene.kim;
    const part = async (status: 'active' | 'suspended', ties: (typeof countedTies)[number]) => {
      await setStatus(world, scene.kim, status);
      // The first page of one tie; what goes on with it is in the queue.
      await reconcileTies(contextOfTask(randomUUID()), { userId, ties }, 1);
    };
    for (const ties of countedTies) {
      await part('suspended', ties);
      await part('active', ties);
      await part('suspended', ties);
      await expectCounts(scene, without);
      await part('active', ties);
      await expectCounts(scene, before);
    }
  });

  it('stays counted where the account is back before what was read of it is acted on', async () => {
    const scene = await play(world);
    const { id: userId } = scene.kim;
    for (const ties of countedTies) {
      await setStatus(world, scene.kim, 'suspended');
      const comeBack = async () => {
        await setStatus(world, scene.kim, 'active');
        await world.drain();
      };
      const acting = beforeFirstMark(comeBack);
      await reconcileTies(contextOfTask(randomUUID()), { userId, ties });
      expect(acting).toHaveBeenCalled();
      jest.restoreAllMocks();
      expect(await countsOf(scene)).toEqual({ counts: before, lists: before });
      await expectCounts(scene, before);
    }
  });

  it('is changed a page at a time', async () => {
    const scene = await play(world);
    const { id: userId } = scene.kim;
    await setStatus(world, scene.kim, 'suspended');
    await reconcileTies(contextOfTask(randomUUID()), { userId, ties: 'likes' }, 1);
    const { data } = await Likes.query.likesOfUser({ userId }).go();
    expect(data).toHaveLength(2);
    expect(data.filter(({ isUncounted }) => isUncounted)).toHaveLength(1);
    await expectCounts(scene, without);
  });

  it('is counted right where others change what it was done to meanwhile', async () => {
    const scene = await play(world);
    const { kim, other, viewer, post, liked } = scene;
    await setStatus(world, kim, 'suspended');
    await world.drain();
    await bodyOf(world.call(unlikePost, { as: viewer, params: { postId: liked.id } }));
    await bodyOf(world.call(unfollowUser, { as: viewer, params: { userId: other.id } }));
    await world.call(deletePost, { as: other, params: { postId: post.id } });
    await setStatus(world, kim, 'active');
    await world.drain();
    const as = viewer;
    const read = async (postId: string) => bodyOf(world.call(getPost, { as, params: { postId } }));
    expect(await read(liked.id)).toMatchObject({ likeCount: 2 });
    const view = await bodyOf(world.call(getUser, { as, params: { userId: other.id } }));
    expect(view).toMatchObject({ followerCount: 1, followingCount: 2 });
  });

  it('can be taken back before it is counted again', async () => {
    const scene = await play(world);
    const { kim, other, post, reply, liked } = scene;
    await setStatus(world, kim, 'suspended');
    await world.drain();
    await setStatus(world, kim, 'active');
    // The worker has not been there.
    const as = await signIn(world, kim);
    const unliked = await bodyOf(world.call(unlikePost, { as, params: { postId: liked.id } }));
    expect(unliked).toEqual({ liked: false, likeCount: 2 });
    expect(await world.call(deletePost, { as, params: { postId: reply.id } })).toHaveStatus(204);
    await bodyOf(world.call(unfollowUser, { as, params: { userId: other.id } }));
    await expectCounts(scene, [[1, 2], ...before.slice(1, 2), [3, 1], [2, 0]]);
    await bodyOf(world.call(unlikePost, { as, params: { postId: post.id } }));
    await setStatus(world, kim, 'suspended');
    await world.drain();
    await setStatus(world, kim, 'active');
    await bodyOf(world.call(blockUser, { as: other, params: { userId: kim.id } }));
    await expectCounts(scene, [[1, 1], ...before.slice(1, 2), [2, 1], [2, 0]]);
  });

  it('is refused while its access token still works', async () => {
    const { kim, other, viewer, liked } = await play(world);
    const fresh = await world.post(other, 'New');
    await bodyOf(world.call(unlikePost, { as: kim, params: { postId: liked.id } }));
    await setStatus(world, kim, 'suspended');
    // A container hears of the end of a session seconds later: here of none.
    const { session } = viewer;
    const as = await world.callerWith(['posts:write'], { ...kim, session });
    const body = { text: 'So it is', replyTo: fresh.id };
    const answers = [
      await world.call(likePost, { as, params: { postId: fresh.id } }),
      await world.call(createPost, { as, body }),
    ];
    for (const answer of answers) expect(answer).toBeProblem('auth.token_invalid');
    const followed = await world.call(followUser, { as, params: { userId: viewer.id } });
    expect(followed).toBeProblem('auth.token_invalid');
    const hidden = await world.user('hidden');
    await setPrivacy(world, hidden, true);
    const asked = await world.call(followUser, { as, params: { userId: hidden.id } });
    expect(asked).toBeProblem('auth.token_invalid');
    const params = { postId: fresh.id };
    const { likeCount, replyCount } = await bodyOf(world.call(getPost, { as: viewer, params }));
    expect({ likeCount, replyCount }).toEqual({ likeCount: 0, replyCount: 0 });
  });

  it('is counted on shards as on the post, and a recount finds it right', async () => {
    const scene = await play(world);
    const { kim, post, liked } = scene;
    for (const { id } of [post, liked]) await spread(contextOfTask('test'), id);
    await setStatus(world, kim, 'suspended');
    await expectCounts(scene, without);
    await world.runTask('fold-counts', { at: new Date(Date.now() + 600_000) });
    await expectCounts(scene, without);
    expect(await recount(contextOfTask('recount'), post.id)).toBe('right');
    await spread(contextOfTask('test'), post.id);
    await setStatus(world, kim, 'active');
    await expectCounts(scene, before);
    expect(await recount(contextOfTask('recount'), post.id)).toBe('right');
    expect(await recount(contextOfTask('recount'), liked.id)).toBe('right');
  });

  it('leaves the counts right when it is purged', async () => {
    const scene = await play(world);
    await deleteAccount(world, scene.kim);
    await expectCounts(scene, without);
    await purgingAccounts(world)();
    await expectCounts(scene, without);
    for (const { id } of [scene.post, scene.liked]) {
      expect(await recount(contextOfTask('recount'), id)).toBe('right');
    }
  });

  it('leaves the counts right when it is purged before the worker was there', async () => {
    const scene = await play(world);
    await setStatus(world, scene.kim, 'suspended');
    await world.drain();
    await setStatus(world, scene.kim, 'active');
    await deleteAccount(world, await signIn(world, scene.kim));
    await purgingAccounts(world)();
    await expectCounts(scene, without);
  });

  it('is counted no more when both sides are absent, and each again with its account', async () => {
    const scene = await play(world);
    const { kim, other, viewer } = scene;
    await world.follow(kim, viewer);
    await setStatus(world, kim, 'suspended');
    await setStatus(world, other, 'suspended');
    await world.drain();
    await setStatus(world, kim, 'active');
    await world.drain();
    const params = { userId: kim.id };
    const view = await bodyOf(world.call(getUser, { as: viewer, params }));
    expect(view).toMatchObject({ followerCount: 0, followingCount: 1 });
    await setStatus(world, other, 'active');
    await expectCounts(scene, [[2, 2], [2, 1], ...before.slice(2)]);
  });
});
