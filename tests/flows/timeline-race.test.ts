import fc from 'fast-check';
import { getMe } from '../../functions/identity/profiles/routes.ts';
import { deletePost } from '../../functions/sns/publishing/routes.ts';
import { unfollowUser } from '../../functions/sns/relations/routes.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { createWorld, type Post, type User, type World } from '../support/world.ts';
import { readPosts, readTimeline } from './timeline-walk.ts';

/** What one person does, one after the other; all of them do at once. */
type Deed = 'post' | 'delete' | number;

const people = 5;
const deed = fc.oneof(
  { weight: 5, arbitrary: fc.constant('post' as const) },
  { weight: 1, arbitrary: fc.constant('delete' as const) },
  // Follows that person, or unfollows them.
  { weight: 4, arbitrary: fc.nat({ max: people - 1 }) },
);

/** Answers what is left of the person's posts, and whom they follow in the end. */
async function live(world: World, users: readonly User[], self: User, deeds: readonly Deed[]) {
  const posts: Post[] = [];
  const following = new Set<string>();
  for (const next of deeds) {
    if (next === 'post') {
      posts.push(await world.post(self, `${self.name} ${posts.length}`));
    } else if (next === 'delete') {
      const [post] = posts.splice(posts.length >> 1, 1);
      if (post) await world.call(deletePost, { as: self, params: { postId: post.id } });
    } else {
      const whom = users[next] as User;
      if (whom.id === self.id) continue;
      if (following.delete(whom.id)) {
        await world.call(unfollowUser, { as: self, params: { userId: whom.id } });
      } else {
        await world.follow(self, whom);
        following.add(whom.id);
      }
    }
  }
  return { posts, following };
}

describeInProcess('timelines after everybody did everything at once', () => {
  it.each(['1', '1000'])(
    'are complete, with a limit of %s followers, and all is counted',
    async (limit) => {
      const world = await createWorld({ env: { FANOUT_LIMIT: limit } });
      const lives = fc.array(fc.array(deed, { minLength: 15, maxLength: 25, size: 'max' }), {
        minLength: people,
        maxLength: people,
      });
      const property = fc.asyncProperty(lives, async (all) => {
        const users = await Promise.all(all.map((_, index) => world.user(`person${index}`)));
        const ends = await Promise.all(
          all.map((deeds, index) => live(world, users, users[index] as User, deeds)),
        );
        await world.drain();
        const newestFirst = (one: Post, other: Post) => (one.id < other.id ? 1 : -1);
        const posts = ends.flatMap((end) => end.posts).sort(newestFirst);
        for (const [index, viewer] of users.entries()) {
          const { following = new Set<string>(), posts: own = [] } = ends[index] ?? {};
          const expected = posts.filter(
            ({ author }) => author.id === viewer.id || following.has(author.id),
          );
          expect(await readTimeline(world, viewer, 3)).toEqual(expected.map(({ text }) => text));
          expect(await readPosts(world, viewer, viewer, 7)).toEqual(
            own.toSorted(newestFirst).map(({ text }) => text),
          );
          expect((await world.call(getMe, { as: viewer })).body).toMatchObject({
            postCount: own.length,
            followingCount: following.size,
            followerCount: ends.filter((end) => end.following.has(viewer.id)).length,
          });
        }
      });
      await fc.assert(property, { numRuns: 1, endOnFailure: true });
    },
    90_000,
  );
});
