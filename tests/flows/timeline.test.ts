import { likePost } from '../../functions/sns/likes/routes.ts';
import { deletePost } from '../../functions/sns/publishing/routes.ts';
import { unfollowUser } from '../../functions/sns/relations/routes.ts';
import { getTimeline } from '../../functions/sns/timeline/routes.ts';
import { Follows } from '../../lib/relations/follows.entity.ts';
import { Likes } from '../../lib/sns/posts/likes.entity.ts';
import { Posts } from '../../lib/sns/posts/posts.entity.ts';
import { HomeEntries } from '../../lib/sns/timeline/home-entries.entity.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { createWorld } from '../support/world.ts';
import { readPosts, readTimeline } from './timeline-walk.ts';

describe('the home timeline', () => {
  it('is empty at first and has one’s own posts at once', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const empty = await world.call(getTimeline, { as: kim });
    expect(empty.body).toEqual({ items: [], nextCursor: null });
    const post = await world.post(kim, 'first');
    const { body } = await world.call(getTimeline, { as: kim });
    expect(body.items).toEqual([post]);
  });

  it('brings the posts of the followed, earlier and later ones, newest first', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = await Promise.all([world.user('kim'), world.user('lee')]);
    await world.post(kim, 'kim before');
    await world.post(lee, 'lee before');
    await world.follow(lee, kim);
    const { id } = await world.post(kim, 'kim after');
    await world.drain();
    expect(await readTimeline(world, lee, 2)).toEqual(['kim after', 'lee before', 'kim before']);
    expect(await readTimeline(world, kim, 2)).toEqual(['kim after', 'kim before']);
    await world.call(likePost, { as: lee, params: { postId: id } });
    const { body } = await world.call(getTimeline, { as: lee, query: { limit: 1 } });
    expect(body.items).toMatchObject([{ id, author: { id: kim.id }, liked: true, likeCount: 1 }]);
  });

  it('loses the posts of who is unfollowed at once, and brings them back', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = await Promise.all([world.user('kim'), world.user('lee')]);
    await world.follow(lee, kim);
    for (const text of ['one', 'two', 'three']) await world.post(kim, text);
    await world.post(lee, 'own');
    await world.drain();
    await world.call(unfollowUser, { as: lee, params: { userId: kim.id } });
    expect(await readTimeline(world, lee, 1)).toEqual(['own']);
    await world.follow(lee, kim);
    await world.drain();
    expect(await readTimeline(world, lee, 1)).toEqual(['own', 'three', 'two', 'one']);
  });

  it('fills its pages whatever was deleted, and goes on from a post that is gone', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const posts = [];
    for (let index = 0; index < 30; index++) posts.push(await world.post(kim, String(index)));
    const first = await world.call(getTimeline, { as: kim, query: { limit: 3 } });
    expect(first.body.items.map(({ text }) => text)).toEqual(['29', '28', '27']);
    for (const { id: postId } of posts.slice(5, 28)) {
      await world.call(deletePost, { as: kim, params: { postId } });
    }
    const cursor = first.body.nextCursor ?? '';
    const second = await world.call(getTimeline, { as: kim, query: { limit: 3, cursor } });
    expect(second.body.items.map(({ text }) => text)).toEqual(['4', '3', '2']);
    expect(await readPosts(world, kim, kim, 3)).toEqual(['29', '28', '4', '3', '2', '1', '0']);
  });

  it('refuses cursors of others and broken ones', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = await Promise.all([world.user('kim'), world.user('lee')]);
    for (const text of ['one', 'two']) await world.post(kim, text);
    const { body } = await world.call(getTimeline, { as: kim, query: { limit: 1 } });
    const cursor = body.nextCursor ?? '';
    const foreign = await world.call(getTimeline, { as: lee, query: { cursor } });
    expect(foreign).toBeProblem('request.invalid_cursor');
    const broken = await world.call(getTimeline, { as: kim, query: { cursor: `${cursor}A` } });
    expect(broken).toBeProblem('request.invalid_cursor');
  });

  it('reads back through the whole log of an author who posts much', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = await Promise.all([world.user('kim'), world.user('lee')]);
    const texts: string[] = [];
    for (let burst = 0; burst < 4; burst++) {
      for (let index = 0; index < 40; index++) {
        texts.unshift(`${burst}.${index}`);
        await world.post(kim, `${burst}.${index}`);
      }
      await world.advance(20);
    }
    await world.drain();
    expect(await readPosts(world, lee, kim, 20)).toEqual(texts);
    expect(await readPosts(world, lee, kim, 100)).toEqual(texts);
    await world.follow(lee, kim);
    await world.drain();
    expect(await readTimeline(world, lee, 50)).toEqual(texts);
  });
});

describeInProcess('the nightly removal of deleted posts', () => {
  it('leaves nothing of them, and everything else', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = await Promise.all([world.user('kim'), world.user('lee')]);
    await world.follow(lee, kim);
    const kept = await world.post(kim, 'stays');
    const { id: postId } = await world.post(kim, 'goes');
    await world.drain();
    for (const as of [kim, lee]) {
      for (const id of [postId, kept.id]) {
        await world.call(likePost, { as, params: { postId: id } });
      }
    }
    await world.call(deletePost, { as: kim, params: { postId } });
    await world.runTask('purge-deleted-posts');
    await world.drain();

    expect((await Posts.get({ postId }).go()).data).toBeNull();
    expect((await Likes.query.likes({ postId }).go()).data).toEqual([]);
    for (const viewer of [kim, lee]) {
      const { data } = await HomeEntries.query.home({ viewerId: viewer.id }).go();
      expect(data.map(({ entryId }) => entryId)).toEqual([kept.id]);
    }
    const { body } = await world.call(getTimeline, { as: lee });
    expect(body.items).toMatchObject([{ id: kept.id, likeCount: 2 }]);
    const { data } = await Follows.query.followers({ followeeId: kim.id }).go();
    expect(data).toHaveLength(1);
  });
});
