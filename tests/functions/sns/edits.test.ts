import { getPost, listPostEdits } from '../../../functions/sns/posts/routes.ts';
import { deletePost, editPost } from '../../../functions/sns/publishing/routes.ts';
import { blockUser } from '../../../functions/sns/relations/routes.ts';
import { listReplies } from '../../../functions/sns/replies/routes.ts';
import { getTimeline, listUserPosts } from '../../../functions/sns/timeline/routes.ts';
import { etagOf } from '../../../lib/http/etag.ts';
import { newId } from '../../../lib/ids.ts';
import { bodyOf, edit, postOf, replyOf } from '../../scenarios/arrange.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ live: false });
});

const edits = (as: User, postId: string, query = {}) =>
  world.call(listPostEdits, { as, params: { postId }, query });

const change = (as: User, postId: string, text: string, version = 1, more = {}) =>
  world.call(editPost, {
    as,
    params: { postId },
    body: { text },
    headers: { 'if-match': etagOf(version), ...more },
  });

describe('PATCH /v1/posts/{postId}', () => {
  it('gives the post another text wherever it is read, and keeps the one before', async () => {
    const [kim, lee] = await Promise.all([world.user('kim'), world.user('lee')]);
    await world.follow(lee, kim);
    const parent = await world.post(lee, 'Good morning');
    const post = await replyOf(world, kim, parent);
    await world.drain();
    const edited = await change(kim, post.id, ' So it was ');
    expect(edited).toHaveStatus(200);
    expect(edited.headers.get('etag')).toBe('"2"');
    expect(edited.body).toEqual({
      ...post,
      text: 'So it was',
      version: 2,
      editedAt: expect.any(String) as string,
    });
    expect((await world.call(getPost, { as: lee, params: { postId: post.id } })).body).toEqual(
      edited.body,
    );
    for (const { body } of [
      await world.call(getTimeline, { as: lee }),
      await world.call(listUserPosts, { as: lee, params: { userId: kim.id } }),
      await world.call(listReplies, { as: lee, params: { postId: parent.id } }),
    ]) {
      expect(body.items[0]).toEqual(edited.body);
    }
    const { createdAt } = post as typeof post & { createdAt: string };
    const { editedAt: replacedAt } = edited.body;
    const before = { version: 1, text: 'So it is', createdAt, replacedAt };
    expect((await edits(lee, post.id)).body).toEqual({ items: [before], nextCursor: null });
  });

  it('needs the version, and refuses another', async () => {
    const kim = await world.user('kim');
    const { id: postId } = await world.post(kim, 'first');
    const call = { as: kim, params: { postId }, body: { text: 'second' } };
    expect(await world.call(editPost, call)).toBeProblem('request.precondition_required');
    expect(await change(kim, postId, 'second', 2)).toBeProblem('request.version_mismatch');
    expect(await change(kim, postId, 'second')).toHaveStatus(200);
    expect(await change(kim, postId, 'third')).toBeProblem('request.version_mismatch');
    for (const text of ['', '가'.repeat(301)]) {
      expect(await change(kim, postId, text, 2)).toBeProblem('request.invalid');
    }
  });

  it('lets one of many edits of a version win', async () => {
    const kim = await world.user('kim');
    const { id: postId } = await world.post(kim, 'first');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => change(kim, postId, `edit ${index}`)),
    );
    const done = answers.filter(({ status }) => status === 200);
    expect(done).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(19);
    const { body } = await world.call(getPost, { as: kim, params: { postId } });
    expect(body).toEqual(done[0]?.body);
    expect((await edits(kim, postId)).body.items).toHaveLength(1);
  });

  it('answers a repeat by its idempotency key, and takes the same text for no edit', async () => {
    const kim = await world.user('kim');
    const { id: postId } = await world.post(kim, 'first');
    const key = { 'idempotency-key': `edit-${postId}` };
    const done = await change(kim, postId, 'second', 1, key);
    const again = await change(kim, postId, 'second', 1, key);
    expect(again.body).toEqual(done.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await change(kim, postId, 'second', 2)).body).toEqual(done.body);
    expect((await edits(kim, postId)).body.items).toHaveLength(1);
  });

  it('is the author’s alone, and tells nothing of what others may not see', async () => {
    const [kim, lee, han] = await Promise.all([
      world.user('kim'),
      world.user('lee'),
      world.user('han'),
    ]);
    const seen = await world.post(kim, 'mine');
    const hidden = await postOf(world, kim, 'followers');
    expect(await change(lee, seen.id, 'yours')).toBeProblem('sns.post_forbidden');
    await bodyOf(world.call(blockUser, { as: kim, params: { userId: han.id } }));
    const nothing = newId('post', new Date());
    for (const [as, id] of [
      [lee, hidden.id],
      [lee, nothing],
      [han, seen.id],
    ] as const) {
      expect(await change(as, id, 'yours')).toBeProblem('sns.post_not_found');
      expect(await edits(as, id)).toBeProblem('sns.post_not_found');
    }
  });
});

describe('GET /v1/posts/{postId}/edits', () => {
  it('walks what the post said before, the latest first, until it is deleted', async () => {
    const kim = await world.user('kim');
    let post = await world.post(kim, 'text 1');
    for (let version = 2; version <= 12; version++) {
      post = await edit(world, kim, post, `text ${version}`);
    }
    const texts: string[] = [];
    let cursor: string | null = null;
    do {
      const { body }: Awaited<ReturnType<typeof edits>> = await edits(kim, post.id, {
        limit: 4,
        ...(cursor && { cursor }),
      });
      texts.push(...body.items.map(({ text }) => text));
      cursor = body.nextCursor;
    } while (cursor);
    expect(texts).toEqual(Array.from({ length: 11 }, (_, index) => `text ${11 - index}`));
    await world.call(deletePost, { as: kim, params: { postId: post.id } });
    expect(await edits(kim, post.id)).toBeProblem('sns.post_not_found');
    expect(await change(kim, post.id, 'again', 12)).toBeProblem('sns.post_not_found');
  });
});
