import { muteUser, unfollowUser, unmuteUser } from '../../functions/sns/relations/routes.ts';
import { getTimeline } from '../../functions/sns/timeline/routes.ts';
import { Users } from '../../lib/identity/accounts/users.entity.ts';
import { newId } from '../../lib/ids.ts';
import { Follows } from '../../lib/relations/follows.entity.ts';
import { AuthorLogs, headChunk } from '../../lib/sns/timeline/author-logs.entity.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { putItems } from '../support/put-items.ts';
import { createWorld, type User, type World } from '../support/world.ts';
import { requestsOf } from './request-count.ts';
import { readPosts, readTimeline } from './timeline-walk.ts';

async function people(world: World, ...names: string[]): Promise<User[]> {
  return Promise.all(names.map((name) => world.user(name)));
}

describeInProcess('authors over the fan-out limit', () => {
  it('are merged at read, with what was pushed before', async () => {
    const world = await createWorld({ live: false, env: { FANOUT_LIMIT: '2' } });
    const [star, quiet, lee, han, park] = (await people(
      world,
      ...['star', 'quiet', 'lee', 'han', 'park'],
    )) as [User, User, User, User, User];
    const expected: string[] = [];
    const post = async (author: User, text: string) => {
      await world.post(author, text);
      expected.unshift(text);
    };
    await post(star, 'before anybody follows');
    await world.follow(lee, star);
    await world.follow(lee, quiet);
    await post(star, 'pushed');
    await post(quiet, 'quiet one');
    await world.follow(han, star);
    await world.follow(park, star);
    await post(star, 'makes loud');
    await world.drain();
    for (let index = 0; index < 5; index++) {
      await post(star, `merged ${index}`);
      await post(quiet, `quiet ${index}`);
    }
    await world.drain();
    for (const limit of [1, 3, 100]) {
      expect(await readTimeline(world, lee, limit)).toEqual(expected);
      expect(await readTimeline(world, park, limit)).toEqual(
        expected.filter((text) => !text.startsWith('quiet')),
      );
    }

    const own = expected.filter((text) => text.startsWith('quiet'));
    await world.call(unfollowUser, { as: lee, params: { userId: star.id } });
    expect(await readTimeline(world, lee, 2)).toEqual(own);
    await world.drain();
    expect(await readTimeline(world, lee, 2)).toEqual(own);
    await world.follow(lee, star);
    await world.drain();
    expect(await readTimeline(world, lee, 2)).toEqual(expected);
  }, 300_000);

  it('are merged for none who mute them, before or after they become loud, until they unmute', async () => {
    const world = await createWorld({ live: false, env: { FANOUT_LIMIT: '1' } });
    const [star, kim, lee] = (await people(world, 'star', 'kim', 'lee')) as [User, User, User];
    const params = { userId: star.id };
    await world.follow(kim, star);
    await world.post(star, 'pushed');
    await world.drain();
    await world.call(muteUser, { as: kim, params });
    await world.drain();
    await world.follow(lee, star);
    for (const text of ['makes loud', 'merged']) {
      await world.post(star, text);
      await world.drain();
    }
    const all = ['merged', 'makes loud', 'pushed'];
    expect(await readTimeline(world, lee, 2)).toEqual(all);
    await world.call(muteUser, { as: lee, params });
    await world.drain();
    for (const as of [kim, lee]) {
      const operations = await requestsOf(world, () => world.call(getTimeline, { as }));
      expect(operations).toMatchObject([{ operation: 'Query' }]);
      await world.call(unmuteUser, { as, params });
      await world.drain();
      expect(await readTimeline(world, as, 2)).toEqual(all);
    }
  }, 300_000);

  it('are read to the end where a cursor cannot hold the places in all their logs', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = (await people(world, 'kim', 'lee')) as [User, User];
    await world.follow(lee, kim);
    const postIds: string[] = [];
    for (const text of ['one', 'two', 'three']) postIds.push((await world.post(kim, text)).id);
    const now = new Date();
    const authorIds = Array.from({ length: 81 }, () => newId('user', now));
    const followedAt = now.toISOString();
    const { data: profile } = await Users.get({ userId: kim.id }).go();
    if (!profile) throw new Error('The author has no profile');
    await putItems(
      authorIds.flatMap((authorId) => [
        Users.put({ ...profile, userId: authorId, emailVerified: true }),
        AuthorLogs.put({ authorId, chunk: headChunk, postIds, mode: 'loud', loudAt: followedAt }),
      ]),
    );
    // A follow may be told before what else is written with it.
    await putItems(
      authorIds.map((followeeId) => Follows.put({ followeeId, followerId: lee.id, followedAt })),
    );
    await world.drain();
    expect(await readTimeline(world, lee, 1)).toEqual(['three', 'two', 'one']);
    const read = () => world.call(getTimeline, { as: lee, query: { limit: 1 } });
    const operations = (await requestsOf(world, read)).map(({ operation }) => operation);
    expect(operations).toContain('BatchWriteItem');
  }, 300_000);

  it('cost one request more, on every page of a long walk', async () => {
    const world = await createWorld({ live: false, env: { FANOUT_LIMIT: '0' } });
    const [one, other, lee] = (await people(world, 'one', 'other', 'lee')) as [User, User, User];
    for (const author of [one, other]) await world.follow(lee, author);
    const expected: string[] = [];
    for (let burst = 0; burst < 3; burst++) {
      for (let index = 0; index < 40; index++) {
        const author = index % 4 === 0 ? other : one;
        expected.unshift(`${burst}.${index}`);
        await world.post(author, `${burst}.${index}`);
      }
      await world.drain();
      await world.advance(20);
    }
    await world.post(one, 'seals');
    await world.drain();
    expected.unshift('seals');

    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const read = () => world.call(getTimeline, { as: lee, query: { ...(cursor && { cursor }) } });
      const page = await read();
      expect(await requestsOf(world, read)).toHaveLength(3);
      seen.push(...page.body.items.map(({ text }) => text));
      cursor = page.body.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(expected);
    expect(await readPosts(world, lee, one, 100)).toHaveLength(91);
  }, 300_000);
});
