import { listUserPosts } from '../../../functions/sns/timeline/routes.ts';
import { bodyOf, setPrivacy } from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

/** The page of a user's posts that somebody gets, and the calls that it took. */
async function pageOf(world: World, as: User, { id: userId }: User) {
  const requestId = `page-of-${as.id}`;
  const headers = { 'x-request-id': requestId };
  const params = { userId };
  const page = await bodyOf(
    world.call(listUserPosts, { as, params, query: { limit: 1 }, headers }),
  );
  const { body } = await world.request('GET', `/_local/requests/${requestId}/calls`);
  return { page, calls: body as { operation: string }[] };
}

describeInProcess('the posts of a private account', () => {
  it('cost a stranger one read, however many they are, and are shown to a follower', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee, han] = [
      await world.user('kim'),
      await world.user('lee'),
      await world.user('han'),
    ];
    await world.follow(lee, kim);
    for (const text of ['one', 'two', 'three']) await world.post(kim, text);
    await setPrivacy(world, kim, true);
    const strangers = await pageOf(world, han, kim);
    expect(strangers.page).toEqual({ items: [], nextCursor: null });
    expect(strangers.calls.map(({ operation }) => operation)).toEqual(['BatchGetItem']);
    for (const as of [lee, kim]) {
      const { page } = await pageOf(world, as, kim);
      expect(page.items).toMatchObject([{ text: 'three' }]);
    }
  });
});
