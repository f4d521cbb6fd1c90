import { getMe, updateMe } from '../../../functions/identity/profiles/routes.ts';
import { listInbox } from '../../../functions/sns/inbox/routes.ts';
import { getPost } from '../../../functions/sns/posts/routes.ts';
import { createPost, deletePost, editPost } from '../../../functions/sns/publishing/routes.ts';
import { blockUser, unblockUser } from '../../../functions/sns/relations/routes.ts';
import { listTaggedPosts } from '../../../functions/sns/tags/routes.ts';
import { etagOf } from '../../../lib/http/etag.ts';
import { bodyOf, deleteAccount, setPrivacy } from '../../scenarios/arrange.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

const tagged = async (world: World, as: User, tag: string) => {
  const { items } = await bodyOf(world.call(listTaggedPosts, { as, params: { tag } }));
  return items.map(({ text }) => text);
};

const publish = (world: World, as: User, text: string, more: { replyTo?: string } = {}) =>
  bodyOf(world.call(createPost, { as, body: { text, ...more } }));

const edit = (
  world: World,
  as: User,
  { id, version }: { id: string; version: number },
  text: string,
) =>
  bodyOf(
    world.call(editPost, {
      as,
      params: { postId: id },
      headers: { 'if-match': etagOf(version) },
      body: { text },
    }),
  );

const handleOf = async (world: World, as: User) => (await bodyOf(world.call(getMe, { as }))).handle;

const inboxOf = async (world: World, as: User) => {
  await world.drain();
  return (await bodyOf(world.call(listInbox, { as }))).items;
};

describe('GET /v1/tags/{tag}/posts', () => {
  it('finds the public posts with a tag, newest first, in any case, page by page', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    const texts = Array.from(
      { length: 7 },
      (_, index) => `${index} #${index % 2 ? 'Café' : 'café'}`,
    );
    for (const [index, text] of texts.entries()) await publish(world, index % 2 ? kim : lee, text);
    const hidden = { text: 'hidden #café', visibility: 'followers' } as const;
    await bodyOf(world.call(createPost, { as: kim, body: hidden }));
    await publish(world, kim, 'another #cafe');
    const wanted = texts.toReversed();
    expect(await tagged(world, lee, 'CAFÉ'.normalize('NFD'))).toEqual(wanted);
    for (const limit of [1, 3]) {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit, ...(cursor !== undefined && { cursor }) };
        const page = await bodyOf(
          world.call(listTaggedPosts, { as: lee, params: { tag: 'café' }, query }),
        );
        found.push(...page.items.map(({ text }) => text));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(found).toEqual(wanted);
    }
    expect(await tagged(world, lee, '없는태그')).toEqual([]);
    const answer = await world.request('GET', '/v1/tags/a%20b/posts', { as: kim });
    expect(answer).toBeProblem('request.invalid');
  });

  it('shows nothing of who is private, blocked or gone, nor what is deleted', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    const { id } = await publish(world, kim, '#서울');
    expect(await tagged(world, lee, '서울')).toEqual(['#서울']);
    await setPrivacy(world, kim, true);
    expect(await tagged(world, lee, '서울')).toEqual([]);
    await setPrivacy(world, kim, false);
    const blocking = { as: lee, params: { userId: kim.id } };
    await bodyOf(world.call(blockUser, blocking));
    expect([await tagged(world, lee, '서울'), await tagged(world, kim, '서울')]).toEqual([
      [],
      ['#서울'],
    ]);
    await bodyOf(world.call(unblockUser, blocking));
    await publish(world, kim, 'again #서울');
    await bodyOf(world.call(deletePost, { as: kim, params: { postId: id } }));
    expect(await tagged(world, lee, '서울')).toEqual(['again #서울']);
    await deleteAccount(world, kim);
    expect(await tagged(world, lee, '서울')).toEqual([]);
  });

  it('changes with what a post says', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const post = await publish(world, kim, '#One #two');
    expect(post.tags).toEqual(['One', 'two']);
    const edited = await edit(world, kim, post, '#two #Three');
    expect(edited.tags).toEqual(['two', 'Three']);
    expect(await tagged(world, kim, 'one')).toEqual([]);
    for (const tag of ['two', 'three']) {
      expect(await tagged(world, kim, tag)).toEqual(['#two #Three']);
    }
  });
});

describe('mentions', () => {
  it('are those who are there, and outlive their handles', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee, han] = [
      await world.user('kim'),
      await world.user('lee'),
      await world.user('han'),
    ];
    const handles = await Promise.all([lee, han].map((user) => handleOf(world, user)));
    await bodyOf(world.call(blockUser, { as: han, params: { userId: kim.id } }));
    const text = `@${handles[0]} @${handles[1]} @nobody_is_this`;
    const post = await publish(world, kim, text);
    expect(post.mentions).toEqual([{ id: lee.id, handle: handles[0] }]);
    expect(await inboxOf(world, han)).toEqual([]);
    expect(await inboxOf(world, lee)).toMatchObject([
      { type: 'mention', actors: [{ id: kim.id }], target: { type: 'post', id: post.id } },
    ]);

    const me = await bodyOf(world.call(getMe, { as: lee }));
    const headers = { 'if-match': etagOf(me.version) };
    await bodyOf(world.call(updateMe, { as: lee, headers, body: { handle: `x${handles[0]}` } }));
    const edited = await edit(world, kim, post, `${text} again`);
    expect(edited.mentions).toEqual([{ id: lee.id, handle: handles[0] }]);
    const read = await bodyOf(world.call(getPost, { as: lee, params: { postId: post.id } }));
    expect(read.mentions).toEqual([{ id: lee.id, handle: handles[0] }]);
    await edit(world, kim, edited, 'nobody');
    expect(await inboxOf(world, lee)).toEqual([]);
  });

  it('tell nobody of a post that they may not see, or that is gone', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    const handle = await handleOf(world, lee);
    const hidden = { text: `@${handle}`, visibility: 'followers' } as const;
    await bodyOf(world.call(createPost, { as: kim, body: hidden }));
    expect(await inboxOf(world, lee)).toEqual([]);
    const { id: postId } = await publish(world, kim, `@${handle}`);
    expect(await inboxOf(world, lee)).toHaveLength(1);
    await setPrivacy(world, kim, true);
    expect(await inboxOf(world, lee)).toEqual([]);
    await setPrivacy(world, kim, false);
    expect(await inboxOf(world, lee)).toHaveLength(1);
    await bodyOf(world.call(deletePost, { as: kim, params: { postId } }));
    expect(await inboxOf(world, lee)).toEqual([]);
  });
});

describe('replies in the inbox', () => {
  it('are grouped by what they answer, and told once to who is mentioned, too', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee, han] = [
      await world.user('kim'),
      await world.user('lee'),
      await world.user('han'),
    ];
    const { id: replyTo } = await publish(world, kim, 'What do you think?');
    const handle = await handleOf(world, kim);
    const replies = [
      await publish(world, lee, `@${handle} I agree`, { replyTo }),
      await publish(world, han, 'I do not', { replyTo }),
    ];
    await publish(world, kim, 'Thanks', { replyTo });
    expect(await inboxOf(world, kim)).toMatchObject([
      { type: 'reply', actorCount: 2, target: { type: 'post', id: replyTo } },
    ]);
    for (const [index, as] of [lee, han].entries()) {
      const postId = String(replies[index]?.id);
      await bodyOf(world.call(deletePost, { as, params: { postId } }));
      expect((await bodyOf(world.call(listInbox, { as: kim }))).items).toHaveLength(1 - index);
    }
    expect(await inboxOf(world, kim)).toEqual([]);
    await publish(world, lee, 'once', { replyTo });
    await publish(world, lee, 'twice', { replyTo });
    expect(await inboxOf(world, kim)).toMatchObject([{ type: 'reply', actorCount: 1 }]);
  });
});
