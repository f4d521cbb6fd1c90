import { likePost, listLikes, unlikePost } from '../../../functions/sns/likes/routes.ts';
import { getPost } from '../../../functions/sns/posts/routes.ts';
import { createPost } from '../../../functions/sns/publishing/routes.ts';
import { blockUser } from '../../../functions/sns/relations/routes.ts';
import { newId } from '../../../lib/ids.ts';
import { deleteAccount } from '../../scenarios/arrange.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

const like = (world: World, as: User, postId: string) =>
  world.call(likePost, { as, params: { postId } });
const unlike = (world: World, as: User, postId: string) =>
  world.call(unlikePost, { as, params: { postId } });

describe('PUT and DELETE /v1/posts/{postId}/like', () => {
  it('count each user once, and answer the state that stands', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = await Promise.all([world.user('kim'), world.user('lee')]);
    const { id } = await world.post(kim, 'like me');
    expect((await like(world, lee, id)).body).toEqual({ liked: true, likeCount: 1 });
    expect((await like(world, lee, id)).body).toEqual({ liked: true, likeCount: 1 });
    expect((await like(world, kim, id)).body).toEqual({ liked: true, likeCount: 2 });
    expect((await unlike(world, lee, id)).body).toEqual({ liked: false, likeCount: 1 });
    expect((await unlike(world, lee, id)).body).toEqual({ liked: false, likeCount: 1 });
    for (const [as, liked] of [
      [kim, true],
      [lee, false],
    ] as const) {
      const { body } = await world.call(getPost, { as, params: { postId: id } });
      expect(body).toMatchObject({ liked, likeCount: 1, version: 1 });
    }
  });

  it('find no post that is absent or not for the caller', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = await Promise.all([world.user('kim'), world.user('lee')]);
    const body = { text: 'hidden', visibility: 'followers' } as const;
    const { id } = (await world.call(createPost, { as: kim, body })).body;
    for (const postId of [id, newId('post', new Date())]) {
      expect(await like(world, lee, postId)).toBeProblem('sns.post_not_found');
      expect(await unlike(world, lee, postId)).toBeProblem('sns.post_not_found');
    }
    await world.follow(lee, kim);
    expect((await like(world, lee, id)).body).toEqual({ liked: true, likeCount: 1 });
    expect((await like(world, kim, id)).body).toEqual({ liked: true, likeCount: 2 });
    expect((await unlike(world, lee, id)).body).toEqual({ liked: false, likeCount: 1 });
  });

  it('stay exact when 50 users like and unlike at once', async () => {
    const world = await createWorld();
    const kim = await world.user('kim');
    const { id } = await world.post(kim, 'like me');
    const users: User[] = [];
    for (let index = 0; index < 10; index++) {
      users.push(...(await Promise.all([1, 2, 3, 4, 5].map(() => world.user('fan')))));
    }
    const until200 = async (send: () => Promise<{ status: number }>) => {
      let status = 503;
      while (status === 503) status = (await send()).status;
      expect(status).toBe(200);
    };
    await Promise.all(
      users.map(async (user, index) => {
        await Promise.all([
          until200(() => like(world, user, id)),
          until200(() => like(world, user, id)),
        ]);
        await until200(() => unlike(world, user, id));
        if (index % 2 === 0) await until200(() => like(world, user, id));
      }),
    );
    const { body } = await world.call(getPost, { as: kim, params: { postId: id } });
    expect(body.likeCount).toBe(25);
  }, 300_000);
});

describe('GET /v1/posts/{postId}/likes', () => {
  it('lists who likes the post, the latest first, without who is not there for the reader', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee, han, choi] = await Promise.all(
      ['kim', 'lee', 'han', 'choi'].map((name) => world.user(name)),
    );
    const { id: postId } = await world.post(kim as User, 'like me');
    for (const as of [lee, han, choi, kim] as User[]) {
      await like(world, as, postId);
      await world.advance(1);
    }
    await unlike(world, choi as User, postId);
    const page = (as: User, cursor: string | null) =>
      world.call(listLikes, {
        as,
        params: { postId },
        query: { limit: 1, ...(cursor && { cursor }) },
      });
    const walk = async (as: User) => {
      const ids: string[] = [];
      let cursor: string | null = null;
      do {
        const { body }: Awaited<ReturnType<typeof page>> = await page(as, cursor);
        ids.push(...body.items.map(({ id }) => id));
        cursor = body.nextCursor;
      } while (cursor);
      return ids;
    };
    expect(await walk(choi as User)).toEqual([kim?.id, han?.id, lee?.id]);
    await world.call(blockUser, { as: choi as User, params: { userId: String(han?.id) } });
    expect(await walk(choi as User)).toEqual([kim?.id, lee?.id]);
    await deleteAccount(world, lee as User);
    expect(await walk(kim as User)).toEqual([kim?.id, han?.id]);
    await world.call(blockUser, { as: kim as User, params: { userId: String(choi?.id) } });
    for (const id of [postId, newId('post', new Date())]) {
      const answer = await world.call(listLikes, { as: choi as User, params: { postId: id } });
      expect(answer).toBeProblem('sns.post_not_found');
    }
  });
});
