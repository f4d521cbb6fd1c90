import fc from 'fast-check';
import { deletePost } from '../../functions/sns/publishing/routes.ts';
import {
  acceptFollowRequest,
  blockUser,
  followUser,
  muteUser,
  rejectFollowRequest,
  unblockUser,
  unfollowUser,
  unmuteUser,
} from '../../functions/sns/relations/routes.ts';
import { setPrivacy } from '../scenarios/arrange.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { createWorld, type User, type World } from '../support/world.ts';
import { readPosts, readTimeline } from './timeline-walk.ts';

const people = 4;
const person = fc.integer({ min: 0, max: people - 1 });

const toward = <Deed extends string>(...deeds: readonly Deed[]) =>
  fc.record({ do: fc.constantFrom(...deeds), who: person, whom: person });

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('post' as const), who: person }) },
  { weight: 4, arbitrary: toward('follow') },
  { weight: 2, arbitrary: toward('unfollow') },
  { weight: 2, arbitrary: toward('block', 'unblock', 'mute', 'unmute') },
  { weight: 2, arbitrary: toward('accept', 'reject') },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('privacy' as const),
      who: person,
      isPrivate: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), pick: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('read' as const),
      who: person,
      limit: fc.integer({ min: 1, max: 7 }),
    }),
  },
);

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface ModelPost {
  id: string;
  text: string;
  author: number;
}

/** The naive model: every post, follow, request, block and mute, and who is private. */
class Model {
  posts: ModelPost[] = [];
  readonly follows = new Set<string>();
  readonly blocks = new Set<string>();
  readonly mutes = new Set<string>();
  readonly requests = new Set<string>();
  readonly private = new Set<number>();

  timeline(viewer: number): string[] {
    return this.of(({ author }) => {
      const pair = `${viewer} ${author}`;
      return author === viewer || (this.follows.has(pair) && !this.mutes.has(pair));
    });
  }

  /** `null` for whom the author is not there. */
  by(author: number, viewer: number): string[] | null {
    if (this.blocks.has(`${author} ${viewer}`)) return null;
    if (this.blocks.has(`${viewer} ${author}`)) return [];
    const isFollower = author === viewer || this.follows.has(`${viewer} ${author}`);
    if (this.private.has(author) && !isFollower) return [];
    return this.of((post) => post.author === author);
  }

  /** What is answered to somebody, and done when it is no refusal. */
  act(deed: Tie, who: number, whom: number): number {
    const [pair, back] = [`${who} ${whom}`, `${whom} ${who}`];
    const answers = deed === 'accept' || deed === 'reject';
    if (answers) {
      if (this.blocks.has(back) || !this.requests.delete(back)) return 404;
      if (deed === 'accept') this.follows.add(back);
      return 200;
    }
    if (who === whom) return 422;
    if (this.blocks.has(back)) return 404;
    if (deed === 'follow' && this.blocks.has(pair)) return 422;
    if (deed === 'follow' && this.private.has(whom) && !this.follows.has(pair)) {
      this.requests.add(pair);
      return 200;
    }
    const [edges, isThere] = effects[deed];
    if (isThere) this[edges].add(pair);
    else this[edges].delete(pair);
    const ended = deed === 'block' ? [pair, back] : deed === 'unfollow' ? [pair] : [];
    for (const tie of ended) {
      this.follows.delete(tie);
      this.requests.delete(tie);
    }
    return 200;
  }

  setPrivacy(who: number, isPrivate: boolean): void {
    if (isPrivate) {
      this.private.add(who);
      return;
    }
    this.private.delete(who);
    for (const request of this.requests) {
      if (!request.endsWith(` ${who}`)) continue;
      this.requests.delete(request);
      this.follows.add(request);
    }
  }

  private of(belongs: (post: ModelPost) => boolean): string[] {
    // Ids of one millisecond have no order but their own.
    const newestFirst = this.posts.toSorted((one, other) => (one.id < other.id ? 1 : -1));
    return newestFirst.filter(belongs).map(({ text }) => text);
  }
}

const effects = {
  follow: ['follows', true],
  unfollow: ['follows', false],
  block: ['blocks', true],
  unblock: ['blocks', false],
  mute: ['mutes', true],
  unmute: ['mutes', false],
} as const;

type Tie = keyof typeof effects | 'accept' | 'reject';

const routes = {
  follow: followUser,
  unfollow: unfollowUser,
  block: blockUser,
  unblock: unblockUser,
  mute: muteUser,
  unmute: unmuteUser,
  accept: acceptFollowRequest,
  reject: rejectFollowRequest,
} as const;

async function take(world: World, users: readonly User[], model: Model, now: Step): Promise<void> {
  const user = (index: number) => users[index] as User;
  switch (now.do) {
    case 'post': {
      const text = `post ${model.posts.length} of ${now.who}`;
      const { id } = await world.post(user(now.who), text);
      model.posts.push({ id, text, author: now.who });
      return;
    }
    case 'delete': {
      const post = model.posts[now.pick % Math.max(1, model.posts.length)];
      if (!post) return;
      await world.call(deletePost, { as: user(post.author), params: { postId: post.id } });
      model.posts = model.posts.filter(({ id }) => id !== post.id);
      return;
    }
    case 'privacy':
      await setPrivacy(world, user(now.who), now.isPrivate);
      // A worker accepts what was asked.
      await world.drain();
      model.setPrivacy(now.who, now.isPrivate);
      return;
    case 'read':
      await world.drain();
      expect(await readTimeline(world, user(now.who), now.limit)).toEqual(model.timeline(now.who));
      return;
    default: {
      const params = { userId: user(now.whom).id };
      const { status } = await world.call(routes[now.do], { as: user(now.who), params });
      expect({ ...now, status }).toEqual({ ...now, status: model.act(now.do, now.who, now.whom) });
    }
  }
}

async function agreesWithModel(world: World, numRuns: number): Promise<void> {
  const property = fc.asyncProperty(
    fc.array(step, { minLength: 15, maxLength: 40, size: 'max' }),
    fc.integer({ min: 1, max: 7 }),
    async (steps, limit) => {
      const users = await Promise.all(
        Array.from({ length: people }, (_, index) => world.user(`person${index}`)),
      );
      const model = new Model();
      for (const next of steps) await take(world, users, model, next);
      await world.drain();
      for (const [index, viewer] of users.entries()) {
        expect(await readTimeline(world, viewer, limit)).toEqual(model.timeline(index));
        const posts = model.by(index, 0);
        const read = () => readPosts(world, users[0] as User, viewer, limit);
        if (posts) expect(await read()).toEqual(posts);
        else await expect(read()).rejects.toThrow('404');
      }
    },
  );
  await fc.assert(property, { numRuns, endOnFailure: true });
}

describe('timelines after any posts, deletions, follows, requests, blocks and mutes', () => {
  it('are what a naive model says', async () => {
    await agreesWithModel(await createWorld(), 3);
  }, 90_000);
});

describeInProcess('timelines of loud authors after the same', () => {
  it.each(['0', '1'])(
    'are what a naive model says, with a limit of %s followers',
    async (limit) => {
      await agreesWithModel(await createWorld({ env: { FANOUT_LIMIT: limit } }), 3);
    },
    90_000,
  );
});
