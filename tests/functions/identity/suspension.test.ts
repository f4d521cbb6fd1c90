import { getFileContent } from '../../../functions/files/contents/routes.ts';
import { getFile } from '../../../functions/files/library/routes.ts';
import { updateUser } from '../../../functions/identity/administration/routes.ts';
import {
  getProfileImage,
  setProfileImage,
} from '../../../functions/identity/profile-image/routes.ts';
import { getMe, getUser, searchUsers } from '../../../functions/identity/profiles/routes.ts';
import { login } from '../../../functions/identity/sign-in/routes.ts';
import { listInbox } from '../../../functions/sns/inbox/routes.ts';
import { likePost, listLikes } from '../../../functions/sns/likes/routes.ts';
import { getPost, listPostEdits } from '../../../functions/sns/posts/routes.ts';
import {
  followUser,
  listFollowers,
  listFollowing,
  listRelationships,
} from '../../../functions/sns/relations/routes.ts';
import { listReplies } from '../../../functions/sns/replies/routes.ts';
import { listTaggedPosts } from '../../../functions/sns/tags/routes.ts';
import { getTimeline, listUserPosts } from '../../../functions/sns/timeline/routes.ts';
import { bodyOf, replyOf } from '../../scenarios/arrange.ts';
import { settingImage } from '../../scenarios/profile-images.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { pngOf } from '../../support/pictures.ts';
import { readyFile } from '../../support/ready-file.ts';
import { createWorld, type SignedIn, type User, type World } from '../../support/world.ts';

/** The first account in a table is an administrator's: here it is nobody else's. */
async function createWorldWithAdmin(): Promise<{ world: World; admin: SignedIn }> {
  const world = await createWorld({ live: false });
  await world.user('first');
  return { world, admin: await world.callerWith(['admin']) };
}

const setStatus = (
  world: World,
  as: SignedIn,
  { id: userId }: User,
  body: { status: 'active' } | { status: 'suspended'; reason: string },
) => bodyOf(world.call(updateUser, { as, params: { userId }, body }));

/** What somebody sees of a user who has done all that users do. */
async function sightsOf(world: World) {
  const [kim, lee] = [await world.user('kim'), await world.user('lee')];
  await world.follow(lee, kim);
  await world.follow(kim, lee);
  const { handle } = await bodyOf(world.call(getMe, { as: kim }));
  const tag = `of_${handle}`;
  const { handle: leesHandle } = await bodyOf(world.call(getMe, { as: lee }));
  const post = await world.post(kim, `Hello @${leesHandle} #${tag}`);
  const leesPost = await world.post(lee, 'Mine');
  await replyOf(world, kim, leesPost);
  await bodyOf(world.call(likePost, { as: kim, params: { postId: leesPost.id } }));
  const file = await readyFile(world, kim, await pngOf(4, 3), { visibility: 'public' });
  await bodyOf(world.call(setProfileImage, await settingImage(world, kim)));
  await world.drain();

  const params = { userId: kim.id };
  const ofPost = { postId: post.id };
  const ofFile = { fileId: file.id };
  const count = async (list: Promise<{ body: { items: readonly unknown[] } }>) =>
    (await list).body.items.length;
  const see = async () => {
    const calls = {
      getUser: world.call(getUser, { as: lee, params }),
      byHandle: world.call(getUser, { as: lee, params: { userId: `@${handle}` } }),
      posts: world.call(listUserPosts, { as: lee, params }),
      followers: world.call(listFollowers, { as: lee, params }),
      following: world.call(listFollowing, { as: lee, params }),
      follow: world.call(followUser, { as: lee, params }),
      post: world.call(getPost, { as: lee, params: ofPost }),
      edits: world.call(listPostEdits, { as: lee, params: ofPost }),
      replies: world.call(listReplies, { as: lee, params: ofPost }),
      likes: world.call(listLikes, { as: lee, params: ofPost }),
      like: world.call(likePost, { as: lee, params: ofPost }),
      image: world.call(getProfileImage, { params, query: {} }),
      file: world.call(getFile, { as: lee, params: ofFile }),
      content: world.call(getFileContent, { params: ofFile }),
    };
    const statuses = await Promise.all(
      Object.entries(calls).map(async ([what, answer]) => [what, (await answer).status] as const),
    );
    return {
      statuses: Object.fromEntries(statuses),
      lists: {
        timeline: (await count(world.call(getTimeline, { as: lee }))) - 1,
        inbox: await count(world.call(listInbox, { as: lee })),
        tag: await count(world.call(listTaggedPosts, { as: lee, params: { tag } })),
        search: await count(world.call(searchUsers, { as: lee, query: { query: handle } })),
        likes: await count(world.call(listLikes, { as: lee, params: { postId: leesPost.id } })),
        replies: await count(world.call(listReplies, { as: lee, params: { postId: leesPost.id } })),
        followers: await count(world.call(listFollowers, { as: lee, params: { userId: lee.id } })),
        following: await count(world.call(listFollowing, { as: lee, params: { userId: lee.id } })),
        relationships: await count(
          world.call(listRelationships, { as: lee, query: { ids: kim.id } }),
        ),
      },
    };
  };
  return { kim, lee, see };
}

describeInProcess('a suspended account', () => {
  it('is absent to others as a deleted one, until it is active again', async () => {
    const { world, admin } = await createWorldWithAdmin();
    const { kim, see } = await sightsOf(world);
    const before = await see();
    expect(Object.entries(before.statuses).filter(([, status]) => status >= 400)).toEqual([]);
    expect(Object.entries(before.lists).filter(([, length]) => length === 0)).toEqual([]);

    await setStatus(world, admin, kim, { status: 'suspended', reason: 'Spam' });
    const during = await see();
    expect(Object.entries(during.statuses).filter(([, status]) => status !== 404)).toEqual([]);
    expect(Object.entries(during.lists).filter(([, length]) => length !== 0)).toEqual([]);

    await setStatus(world, admin, kim, { status: 'active' });
    expect(await see()).toEqual(before);
    const { email, password } = kim;
    expect(await world.call(login, { body: { email, password } })).toHaveStatus(200);
  });
});
