import { getUser } from '../../../functions/identity/profiles/routes.ts';
import { likePost } from '../../../functions/sns/likes/routes.ts';
import { getPost } from '../../../functions/sns/posts/routes.ts';
import { createPost, deletePost } from '../../../functions/sns/publishing/routes.ts';
import { blockUser } from '../../../functions/sns/relations/routes.ts';
import { listReplies } from '../../../functions/sns/replies/routes.ts';
import { getTimeline, listUserPosts } from '../../../functions/sns/timeline/routes.ts';
import { newId } from '../../../lib/ids.ts';
import { bodyOf, postOf, replyOf, setPrivacy } from '../../scenarios/arrange.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ live: false });
});

const people = <const Names extends readonly string[]>(...names: Names) =>
  Promise.all(names.map((name) => world.user(name))) as unknown as Promise<{
    [Name in keyof Names]: User;
  }>;

const reply = (as: User, replyTo: string, text = 'So it is') =>
  world.call(createPost, { as, body: { text, replyTo } });

const replies = (as: User, postId: string, query = {}) =>
  world.call(listReplies, { as, params: { postId }, query });

const idsOf = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);

const replyCount = async (as: User, postId: string) =>
  (await bodyOf(world.call(getPost, { as, params: { postId } }))).replyCount;

const remove = (as: User, postId: string) => world.call(deletePost, { as, params: { postId } });

describe('POST /v1/posts with replyTo', () => {
  it('answers the post, counts it there, and shows it as any other', async () => {
    const [kim, lee, han] = await people('kim', 'lee', 'han');
    await world.follow(han, lee);
    const post = await world.post(kim, 'Good morning');
    const created = await reply(lee, post.id);
    expect(created).toHaveStatus(201);
    expect(created.body).toMatchObject({ replyTo: post.id, replyCount: 0 });
    const { id: postId } = created.body;
    expect((await world.call(getPost, { as: kim, params: { postId } })).body).toEqual(created.body);
    expect(await replyCount(lee, post.id)).toBe(1);
    expect((await replies(kim, post.id)).body).toEqual({ items: [created.body], nextCursor: null });
    await world.drain();
    const lists = [
      await world.call(getTimeline, { as: han }),
      await world.call(listUserPosts, { as: kim, params: { userId: lee.id } }),
    ];
    for (const { body } of lists) expect(body.items).toEqual([created.body]);
    const { body } = await world.call(getUser, { as: lee, params: { userId: lee.id } });
    expect(body.postCount).toBe(1);
  });

  it('finds no post that is absent, deleted or not for the caller', async () => {
    const [kim, lee, han] = await people('kim', 'lee', 'han');
    const hidden = await postOf(world, kim, 'followers');
    const deleted = await postOf(world, kim, 'public');
    await remove(kim, deleted.id);
    const blocked = await postOf(world, han, 'public');
    await bodyOf(world.call(blockUser, { as: han, params: { userId: lee.id } }));
    for (const id of [hidden.id, deleted.id, blocked.id, newId('post', new Date())]) {
      expect(await reply(lee, id)).toBeProblem('sns.post_not_found');
      expect(await replies(lee, id)).toBeProblem('sns.post_not_found');
    }
    expect(await replyCount(han, blocked.id)).toBe(0);
    await world.follow(lee, kim);
    expect(await reply(lee, hidden.id)).toHaveStatus(201);
    expect(await reply(kim, hidden.id)).toHaveStatus(201);
    expect(await replyCount(lee, hidden.id)).toBe(2);
  });

  it('counts each of many at once, and each that is deleted', async () => {
    const [kim, ...others] = await people('kim', 'lee', 'han', 'choi');
    const { id } = await world.post(kim, 'Good morning');
    const answers = await Promise.all(
      others.flatMap((as) => [1, 2, 3, 4].map((number) => reply(as, id, `${number}`))),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(await replyCount(kim, id)).toBe(12);
    await Promise.all(
      answers.map(async ({ body }, index) => {
        const as = others[Math.floor(index / 4)] as User;
        if (index % 4 > 1) return;
        const both = await Promise.all([remove(as, body.id), remove(as, body.id)]);
        expect(both.map(({ status }) => status)).toEqual(expect.arrayContaining([204, 404]));
      }),
    );
    expect(await replyCount(kim, id)).toBe(6);
    expect((await replies(kim, id)).body.items).toHaveLength(6);
  });
});

describe('GET /v1/posts/{postId}/replies', () => {
  it('walks all, newest first, and passes over what the reader may not see', async () => {
    const [kim, lee, han] = await people('kim', 'lee', 'han');
    const post = await world.post(kim, 'Good morning');
    const ofLee = [];
    for (let round = 0; round < 3; round++) {
      ofLee.unshift((await replyOf(world, lee, post)).id);
      const body = { text: 'for my followers', visibility: 'followers', replyTo: post.id } as const;
      await bodyOf(world.call(createPost, { as: han, body }));
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { body }: Awaited<ReturnType<typeof replies>> = await replies(kim, post.id, {
        limit: 2,
        ...(cursor && { cursor }),
      });
      seen.push(...idsOf(body));
      cursor = body.nextCursor;
    } while (cursor);
    expect(seen).toEqual(ofLee);
    expect(await replyCount(kim, post.id)).toBe(6);
    expect((await replies(han, post.id)).body.items).toHaveLength(6);

    await setPrivacy(world, lee, true);
    expect((await replies(kim, post.id)).body.items).toEqual([]);
    await setPrivacy(world, lee, false);
    await bodyOf(world.call(blockUser, { as: kim, params: { userId: lee.id } }));
    expect((await replies(kim, post.id)).body.items).toEqual([]);
  });

  it('goes with the post, while the replies stay with their authors', async () => {
    const [kim, lee] = await people('kim', 'lee');
    const post = await world.post(kim, 'Good morning');
    const answer = await replyOf(world, lee, post);
    const toAnswer = await replyOf(world, kim, answer);
    const asLee = { as: lee, params: { postId: answer.id } };
    for (const step of [
      () => remove(kim, post.id),
      () => world.runTask('purge-deleted-posts'),
      () => world.drain(),
    ]) {
      await step();
      expect(await replies(lee, post.id)).toBeProblem('sns.post_not_found');
      expect((await world.call(getPost, asLee)).body.replyTo).toBe(post.id);
      expect(await world.call(likePost, asLee)).toHaveStatus(200);
    }
    expect(idsOf((await replies(lee, answer.id)).body)).toEqual([toAnswer.id]);
    expect(await remove(lee, answer.id)).toHaveStatus(204);
    expect(await world.call(getPost, asLee)).toBeProblem('sns.post_not_found');
  });
});
