import { randomUUID } from 'node:crypto';
import { getUser } from '../../../functions/identity/profiles/routes.ts';
import { getPost } from '../../../functions/sns/posts/routes.ts';
import { createPost, deletePost } from '../../../functions/sns/publishing/routes.ts';
import { getTimeline, listUserPosts } from '../../../functions/sns/timeline/routes.ts';
import { newId } from '../../../lib/ids.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

const postCount = async (world: World, user: User) =>
  (await world.call(getUser, { params: { userId: user.id }, as: user })).body.postCount;

describe('POST /v1/posts', () => {
  it('answers the post and where it is', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const text = ' 좋은 아침!\nGood morning 👩‍👩‍👧‍👦 ';
    const created = await world.call(createPost, { as: kim, body: { text } });
    expect(created).toHaveStatus(201);
    expect(created.body).toMatchObject({
      author: { id: kim.id, name: 'kim' },
      text: text.trim(),
      files: [],
      visibility: 'public',
      likeCount: 0,
      replyCount: 0,
      liked: false,
      version: 1,
    });
    const { id } = created.body;
    expect(created.headers.get('location')).toBe(`/v1/posts/${id}`);
    expect(created.headers.get('etag')).toBe('"1"');
    const read = await world.call(getPost, { as: kim, params: { postId: id } });
    expect(read.body).toEqual(created.body);
    expect(await postCount(world, kim)).toBe(1);
  });

  it.each([
    ['nothing', ''],
    ['white space', ' \n\t '],
    ['301 characters', '가'.repeat(301)],
    ['NUL', 'a\u0000b'],
    ['a lone surrogate', 'a\ud800b'],
  ])('refuses %s', async (_, text) => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const answer = await world.call(createPost, { as: kim, body: { text } });
    expect(answer).toBeProblem('request.invalid');
  });

  it('takes 300 characters of any width, and refuses fields of its own', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    expect((await world.post(kim, '👩‍👩‍👧‍👦'.repeat(300))).text).toHaveLength(3300);
    const body = { text: 'hello', likeCount: 5 };
    expect(await world.call(createPost, { as: kim, body })).toBeProblem('request.invalid');
  });

  it('has one effect for an idempotency key, however often and at once it is sent', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = await Promise.all([world.user('kim'), world.user('lee')]);
    const headers = { 'idempotency-key': randomUUID() };
    const send = (as: User, text: string) =>
      world.call(createPost, { as, headers, body: { text } });
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(kim, 'once')));
    const done = answers.filter(({ status }) => status === 201);
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map(({ body }) => body.id)).size).toBe(1);
    for (const answer of answers) expect([201, 409]).toContain(answer.status);

    const replay = await send(kim, 'once');
    expect(replay.body).toEqual(done[0]?.body);
    expect(replay.headers.get('idempotency-replayed')).toBe('true');
    expect(await send(kim, 'other')).toBeProblem('request.idempotency_key_reused');
    expect((await send(lee, 'once')).body.id).not.toBe(done[0]?.body.id);

    expect(await postCount(world, kim)).toBe(1);
    const timeline = await world.call(getTimeline, { as: kim });
    expect(timeline.body.items).toHaveLength(1);
  });
});

describe('GET /v1/posts/{postId}', () => {
  it('shows a post for followers to them and its author alone', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee, han] = await Promise.all([
      world.user('kim'),
      world.user('lee'),
      world.user('han'),
    ]);
    await world.follow(lee, kim);
    const body = { text: 'for you', visibility: 'followers' } as const;
    const { id: postId } = (await world.call(createPost, { as: kim, body })).body;
    for (const as of [kim, lee]) {
      expect(await world.call(getPost, { as, params: { postId } })).toHaveStatus(200);
    }
    const hidden = await world.call(getPost, { as: han, params: { postId } });
    const absent = await world.call(getPost, {
      as: han,
      params: { postId: newId('post', new Date()) },
    });
    expect(hidden).toBeProblem('sns.post_not_found');
    expect({ ...hidden.body, requestId: '' }).toEqual({ ...absent.body, requestId: '' });
    const posts = await world.call(listUserPosts, { as: han, params: { userId: kim.id } });
    expect(posts.body).toEqual({ items: [], nextCursor: null });
  });
});

describe('DELETE /v1/posts/{postId}', () => {
  it('takes the post out of everything at once', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = await Promise.all([world.user('kim'), world.user('lee')]);
    await world.follow(lee, kim);
    const kept = await world.post(kim, 'stays');
    const { id: postId } = await world.post(kim, 'goes');
    await world.drain();
    expect(await world.call(deletePost, { as: kim, params: { postId } })).toHaveStatus(204);
    for (const as of [kim, lee]) {
      const gone = await world.call(getPost, { as, params: { postId } });
      expect(gone).toBeProblem('sns.post_not_found');
      for (const { body } of [
        await world.call(getTimeline, { as }),
        await world.call(listUserPosts, { as, params: { userId: kim.id } }),
      ]) {
        expect(body.items.map(({ id }) => id)).toEqual([kept.id]);
      }
    }
    expect(await postCount(world, kim)).toBe(1);
    const again = await world.call(deletePost, { as: kim, params: { postId } });
    expect(again).toBeProblem('sns.post_not_found');
    expect(await postCount(world, kim)).toBe(1);
  });

  it('is the author’s alone, and tells nothing of what others may not see', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = await Promise.all([world.user('kim'), world.user('lee')]);
    const { id: postId } = await world.post(kim, 'mine');
    const foreign = await world.call(deletePost, { as: lee, params: { postId } });
    expect(foreign).toBeProblem('sns.post_forbidden');
    const body = { text: 'hidden', visibility: 'followers' } as const;
    const hidden = (await world.call(createPost, { as: kim, body })).body;
    const unseen = await world.call(deletePost, { as: lee, params: { postId: hidden.id } });
    expect(unseen).toBeProblem('sns.post_not_found');
    expect(await world.call(getPost, { as: kim, params: { postId } })).toHaveStatus(200);
  });

  it('happens once when it is asked for in parallel', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const { id: postId } = await world.post(kim, 'goes');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => world.call(deletePost, { as: kim, params: { postId } })),
    );
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(9);
    expect(await postCount(world, kim)).toBe(0);
  });
});
