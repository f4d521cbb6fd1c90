import fc from 'fast-check';
import { deletePost, unfollowUser } from '../../functions/sns/routes.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { createWorld, type User, type World } from '../support/world.ts';
import { readPosts, readTimeline } from './timeline-walk.ts';

const people = 4;
const person = fc.integer({ min: 0, max: people - 1 });

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('post' as const), who: person }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('follow' as const), who: person, whom: person }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('unfollow' as const), who: person, whom: person }),
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

/** The naive model: every post, and every follow. */
class Model {
  posts: ModelPost[] = [];
  readonly follows = new Set<string>();

  timeline(viewer: number): string[] {
    return this.of(({ author }) => author === viewer || this.follows.has(`${viewer} ${author}`));
  }

  by(author: number): string[] {
    return this.of((post) => post.author === author);
  }

  private of(belongs: (post: ModelPost) => boolean): string[] {
    // Ids of one millisecond have no order but their own.
    const newestFirst = this.posts.toSorted((one, other) => (one.id < other.id ? 1 : -1));
    return newestFirst.filter(belongs).map(({ text }) => text);
  }
}

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
    case 'follow':
      if (now.who === now.whom) return;
      await world.follow(user(now.who), user(now.whom));
      model.follows.add(`${now.who} ${now.whom}`);
      return;
    case 'unfollow':
      if (now.who === now.whom) return;
      await world.call(unfollowUser, {
        as: user(now.who),
        params: { userId: user(now.whom).id },
      });
      model.follows.delete(`${now.who} ${now.whom}`);
      return;
    case 'read':
      await world.drain();
      expect(await readTimeline(world, user(now.who), now.limit)).toEqual(model.timeline(now.who));
  }
}

async function agreesWithModel(world: World, numRuns: number): Promise<void> {
  const property = fc.asyncProperty(
    fc.array(step, { minLength: 10, maxLength: 30, size: 'max' }),
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
        expect(await readPosts(world, users[0] as User, viewer, limit)).toEqual(model.by(index));
      }
    },
  );
  await fc.assert(property, { numRuns, endOnFailure: true });
}

describe('timelines after any posts, deletions, follows and unfollows', () => {
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
