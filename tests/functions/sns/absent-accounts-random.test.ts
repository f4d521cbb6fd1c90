import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { getUser } from '../../../functions/identity/profiles/routes.ts';
import { likePost, listLikes, unlikePost } from '../../../functions/sns/likes/routes.ts';
import { getPost } from '../../../functions/sns/posts/routes.ts';
import { createPost, deletePost } from '../../../functions/sns/publishing/routes.ts';
import {
  blockUser,
  followUser,
  listFollowers,
  listFollowing,
  unblockUser,
  unfollowUser,
} from '../../../functions/sns/relations/routes.ts';
import { listReplies } from '../../../functions/sns/replies/routes.ts';
import { restoration } from '../../../lib/identity/accounts/account-restoration.ts';
import { UserCounters } from '../../../lib/identity/accounts/user-counters.entity.ts';
import { Users } from '../../../lib/identity/accounts/users.entity.ts';
import { impossible, writeIf } from '../../../lib/model/write.ts';
import { fold, spread } from '../../../lib/sns/posts/post-counts.ts';
import {
  beginReconciling,
  countedTies,
  reconcileTies,
} from '../../../lib/sns/publishing/reconcile-presence.ts';
import { recount } from '../../../lib/sns/publishing/recount.ts';
import { bodyOf, setStatus } from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { seedUsers } from '../../support/seed-users.ts';
import { createWorld, type User, type World } from '../../support/world.ts';
import { contextOfTask } from './context-of-task.ts';

const people = 3;

interface Play {
  world: World;
  users: readonly User[];
  /** Never absent, and does nothing. */
  viewer: User;
  posts: { id: string; author: User }[];
}

/* Whoever is absent acts on: their access token still works. What is then refused changes nothing. */

const onPost = ['like', 'unlike', 'reply', 'deletePost', 'spread', 'fold', 'recount'] as const;
const onUser = ['follow', 'unfollow', 'block', 'unblock'] as const;
const onAccount = ['deleteAccount', 'return', 'suspend', 'activate', 'redeliver'] as const;

const person = fc.nat(people - 1);

/** Following and liking come more often than their ends, so that there is something to count. */
const act = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom(...onPost), who: person, pick: fc.nat(20) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('like' as const), who: person, pick: fc.nat(20) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom(...onUser), who: person, whom: person }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('follow' as const), who: person, whom: person }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom(...onAccount), who: person }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('page' as const),
      who: person,
      ties: fc.constantFrom(...countedTies),
    }),
  },
);

type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never;

/** What is done at the same time; then whether the workers do all that is waiting for them. */
const step = fc.record({
  acts: fc.array(act, { minLength: 1, maxLength: 3 }),
  isDrained: fc.boolean(),
});

/** As `deleteMe` does, but for the password and the sessions, so that it takes no second. */
async function deleteDirectly(userId: string): Promise<void> {
  const deletedAt = new Date().toISOString();
  const change = Users.patch({ userId })
    .set({ status: 'deleted', deletedAt, purge: 'due' })
    .add({ version: 1 })
    .where((is, { eq }) => eq(is.status, 'active'));
  await contextOfTask('test').commit(
    [
      writeIf(change, () => undefined),
      writeIf(UserCounters.patch({ userId }).set({ isAbsent: true }), impossible),
    ],
    undefined,
  );
}

/** As a sign-in does. */
async function restoreDirectly(userId: string): Promise<void> {
  const { data: user } = await Users.get({ userId }).go({ consistent: true });
  if (user?.status !== 'deleted') return;
  await contextOfTask('test').commit(
    restoration(user, () => undefined),
    undefined,
  );
}

/** One that is deleted is neither suspended nor let in. */
async function setStatusUnlessDeleted(world: World, user: User, status: 'active' | 'suspended') {
  try {
    await setStatus(world, user, status);
  } catch (error) {
    if (!String(error).includes('identity.account_deleted')) throw error;
  }
}

async function take({ world, users, posts }: Play, now: Act): Promise<void> {
  const as = users[now.who] as User;
  const ctx = contextOfTask(randomUUID());
  const isAnswered = ({ status }: { status: number }) => expect(status).toBeLessThan(500);
  if ('pick' in now) {
    const { id: postId, author } = posts[now.pick % posts.length] as Play['posts'][number];
    const params = { postId };
    switch (now.do) {
      case 'like':
        return isAnswered(await world.call(likePost, { as, params }));
      case 'unlike':
        return isAnswered(await world.call(unlikePost, { as, params }));
      case 'deletePost':
        return isAnswered(await world.call(deletePost, { as: author, params }));
      case 'spread':
        return spread(ctx, postId);
      case 'fold':
        await fold(ctx, postId);
        return;
      case 'recount':
        // The count is that of the marks at any moment, also half-way.
        expect(await recount(ctx, postId)).not.toBe('corrected');
        return;
      case 'reply': {
        const body = { text: 'So it is', replyTo: postId };
        const answer = await world.call(createPost, { as, body });
        isAnswered(answer);
        if (answer.status === 201) posts.push({ id: answer.body.id, author: as });
        return;
      }
    }
  }
  if ('whom' in now) {
    const routes = {
      follow: followUser,
      unfollow: unfollowUser,
      block: blockUser,
      unblock: unblockUser,
    };
    const params = { userId: (users[now.whom] as User).id };
    return isAnswered(await world.call(routes[now.do], { as, params }));
  }
  const { id: userId } = as;
  switch (now.do) {
    case 'deleteAccount':
      return deleteDirectly(userId);
    case 'return':
      return restoreDirectly(userId);
    case 'suspend':
      return setStatusUnlessDeleted(world, as, 'suspended');
    case 'activate':
      return setStatusUnlessDeleted(world, as, 'active');
    case 'redeliver':
      return beginReconciling(ctx, { userId });
    case 'page':
      return reconcileTies(ctx, { userId, ties: now.ties }, 1);
  }
}

const mostListed = { limit: 100 };

/** Those of the counts that the viewer sees which are not as long as their lists. */
async function disagreements({ world, users, viewer: as, posts }: Play): Promise<string[]> {
  const found: string[] = [];
  const compare = async (
    what: string,
    count: number,
    list: Promise<{ items: readonly unknown[]; nextCursor: string | null }>,
  ) => {
    const { items, nextCursor } = await list;
    expect(nextCursor).toBeNull();
    if (items.length !== count) found.push(`${what}: ${count}, but ${items.length} are listed`);
  };
  const query = mostListed;
  for (const [index, { id: userId }] of users.entries()) {
    const params = { userId };
    const { status, body } = await world.call(getUser, { as, params });
    if (status === 404) continue;
    const followers = bodyOf(world.call(listFollowers, { as, params, query }));
    await compare(`followers of ${index}`, body.followerCount, followers);
    const following = bodyOf(world.call(listFollowing, { as, params, query }));
    await compare(`followed by ${index}`, body.followingCount, following);
  }
  for (const [index, { id: postId }] of posts.entries()) {
    const params = { postId };
    const { status, body } = await world.call(getPost, { as, params });
    if (status === 404) continue;
    const likes = bodyOf(world.call(listLikes, { as, params, query }));
    await compare(`likes of post ${index}`, body.likeCount, likes);
    const replies = bodyOf(world.call(listReplies, { as, params, query }));
    await compare(`replies to post ${index}`, body.replyCount, replies);
  }
  return found;
}

describeInProcess('after anything that people do, go and come back', () => {
  it('counts agree with lists', async () => {
    const world = await createWorld({ live: false });
    const property = fc.asyncProperty(
      fc.array(step, { minLength: 8, maxLength: 25, size: 'max' }),
      async (steps) => {
        const [viewer, ...users] = (await seedUsers(people + 1)) as [User, ...User[]];
        const posts = await Promise.all(
          users.map(async (author) => ({ id: (await world.post(author, 'Hello')).id, author })),
        );
        const play = { world, users, viewer, posts };
        for (const { acts, isDrained } of steps) {
          await Promise.all(acts.map((now) => take(play, now)));
          if (isDrained) {
            await world.drain();
            expect(await disagreements(play)).toEqual([]);
          }
        }
        await world.drain();
        expect(await disagreements(play)).toEqual([]);
        for (const user of users) {
          await restoreDirectly(user.id);
          await setStatus(world, user, 'active');
        }
        await world.drain();
        expect(await disagreements(play)).toEqual([]);
      },
    );
    const numRuns = 8;
    await fc.assert(property, { numRuns, endOnFailure: true });
  }, 120_000);
});
