import { likePost, unlikePost } from '../../../functions/sns/likes/routes.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { seedUsers } from '../../support/seed-users.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

const send = (world: World, as: User, postId: string, liked: boolean) =>
  world.call(liked ? likePost : unlikePost, { as, params: { postId } });

describeInProcess('a count that an answer tells', () => {
  it('counts the like that it answers, where others liked between its read and its write', async () => {
    const world = await createWorld({ live: false });
    const [author, lee, han] = (await seedUsers(3)) as [User, User, User];
    const { id } = await world.post(author, 'like me');
    const counts = await Promise.all([lee, han, author].map((fan) => send(world, fan, id, true)));
    const told = counts.map(({ body }) => (body as { likeCount: number }).likeCount);
    // The last to be written tells all of them, and nobody tells more.
    expect(Math.max(...told)).toBe(3);
    expect(Math.min(...told)).toBeGreaterThanOrEqual(1);
  });
});
