import type { snsQueues } from '../../events/queues/sns.ts';
import type { snsTasks } from '../../events/schedules/sns.ts';
import { deleteFile } from '../../functions/files/library/routes.ts';
import { completeFile } from '../../functions/files/uploads/routes.ts';
import { getMe } from '../../functions/identity/profiles/routes.ts';
import { listLikes } from '../../functions/sns/likes/routes.ts';
import { listPostEdits } from '../../functions/sns/posts/routes.ts';
import { createPost } from '../../functions/sns/publishing/routes.ts';
import {
  blockUser,
  followUser,
  listFollowers,
  listFollowing,
  muteUser,
  unfollowUser,
  unmuteUser,
} from '../../functions/sns/relations/routes.ts';
import { listReplies } from '../../functions/sns/replies/routes.ts';
import { listTaggedPosts } from '../../functions/sns/tags/routes.ts';
import { getTimeline, listUserPosts } from '../../functions/sns/timeline/routes.ts';
import { etagOf } from '../../lib/http/etag.ts';
import type { RoutesByDomain } from '../../lib/registry/routes.ts';
import { chunkSize } from '../../lib/sns/timeline/log-chunks.ts';
import type { Answer } from '../support/answer.ts';
import { pngOf } from '../support/pictures.ts';
import { postedPicture } from '../support/posted-picture.ts';
import { readyFile } from '../support/ready-file.ts';
import type { User, World } from '../support/world.ts';
import {
  authorWithFollowers,
  bodyOf,
  byModerator,
  deleteAccount,
  deletedPost,
  editedPost,
  likedPost,
  postOf,
  publishing,
  repliedPost,
  replyOf,
  setPrivacy,
  setStatus,
  signIn,
  sociableUser,
} from './arrange.ts';
import { uploadedPicture } from './files.ts';
import { inboxRoutes, inboxWorkers } from './inbox.ts';
import type { BackgroundScenarios, DomainScenarios, RouteScenarios } from './scenario.ts';

/** An author of posts with a tag that nobody else uses, which mention somebody. */
async function taggedPosts(world: World) {
  const [as, friend] = [await world.user('author'), await world.user('friend')];
  const { handle } = await bodyOf(world.call(getMe, { as: friend }));
  const tag = `of_${handle}`;
  for (const text of [`#${tag} @${handle}`, `#Other #${tag}`]) await world.post(as, text);
  return { as, params: { tag } };
}

type Visibility = Parameters<typeof postOf>[2];

/** A follower of the author of a liked post, and the post. */
async function followerAndPost(world: World, visibility: Visibility) {
  const { post, followers } = await likedPost(world, visibility);
  return { as: followers[0], params: { postId: post.id } };
}

async function authorAndPost(world: World, visibility: Visibility) {
  const { post, author } = await likedPost(world, visibility);
  return { as: author, params: { postId: post.id } };
}

/** A follower of an author, and a post that the follower does not like yet. */
async function followerAndNewPost(world: World, visibility: Visibility) {
  const { author, followers } = await authorWithFollowers(world);
  const { id: postId } = await postOf(world, author, visibility);
  return { as: followers[0], params: { postId } };
}

async function followerAndAuthor(world: World) {
  const { author, followers } = await authorWithFollowers(world);
  for (const text of ['first', 'second']) await world.post(author, text);
  await world.drain();
  return { as: followers[0], params: { userId: author.id } };
}

/** An author, and one of two who follow them; each follows the other. */
async function authorAndFollower(world: World) {
  const { author, followers } = await authorWithFollowers(world);
  await world.follow(author, followers[0]);
  await world.drain();
  return { as: author, params: { userId: followers[0].id } };
}

/** The owner of a private account, whom somebody asks to follow. */
async function requestOf(world: World) {
  const [as, requester] = [await world.user('private'), await world.user('requester')];
  await setPrivacy(world, as, true);
  await world.follow(requester, as);
  return { as, requester, params: { userId: requester.id } };
}

/** A follower who has done these to the author. */
async function followerWhoDid(
  world: World,
  ...routes: readonly (typeof blockUser | typeof muteUser)[]
) {
  const call = await followerAndAuthor(world);
  for (const route of routes) await bodyOf(world.call(route, call));
  return call;
}

/** The query of the page behind the one that was answered. */
async function nextPage(page: Promise<Answer<{ nextCursor?: string | null }>>) {
  const { nextCursor } = await bodyOf(page);
  if (!nextCursor) throw new Error('The page was the last one');
  return { limit: 1, cursor: nextCursor };
}

const firstPage = { limit: 1 };

async function twoFollowees(world: World): Promise<User> {
  const kim = await world.user('kim');
  for (const name of ['lee', 'han']) await world.follow(kim, await world.user(name));
  return kim;
}

/** A picture that takes longer to be rendered than to be posted. */
const slowPicture = () => pngOf(4000, 3000);

/** Completes a picture and posts it before anybody knows what becomes of it. */
async function postingAtOnce(world: World, picture: Uint8Array<ArrayBuffer>) {
  const as = await world.user('kim');
  const { id: fileId } = await uploadedPicture(world, as, picture);
  const headers = { 'idempotency-key': `post-${fileId}` };
  const body = { text: 'Look', fileIds: [fileId] };
  return async () => {
    await bodyOf(world.call(completeFile, { as, params: { fileId } }));
    await bodyOf(world.call(createPost, { as, headers, body }));
  };
}

const routes: RouteScenarios<RoutesByDomain['sns']> = {
  ...inboxRoutes,
  createPost: {
    forEverybody: {
      async arrange(world) {
        const { author } = await authorWithFollowers(world);
        return { as: author, body: { text: 'Good morning, Seoul!' } };
      },
      others: 'own',
    },
    withPicture: {
      async arrange(world) {
        const as = await world.user('kim');
        const { id: fileId } = await readyFile(world, as, await pngOf(4, 3));
        await world.drain();
        return { as, body: { text: 'Look', fileIds: [fileId] } };
      },
      others: 'sns.image_unusable',
      unknownIds: { 'body.fileIds.0': 'sns.image_unusable' },
      alsoNeeds: { 'files:read': 'sns.image_unusable' },
    },
    forFollowers: {
      async arrange(world) {
        const { author } = await authorWithFollowers(world);
        return { as: author, body: { text: 'Good morning!', visibility: 'followers' } };
      },
      others: 'own',
    },
    inReply: {
      async arrange(world) {
        const { as, params } = await followerAndNewPost(world, 'followers');
        return { as, body: { text: 'Good morning, Kim!', replyTo: params.postId } };
      },
      others: 'hidden',
    },
  },
  getPost: {
    forEverybody: {
      arrange: (world) => followerAndNewPost(world, 'public'),
      others: 'same',
    },
    forFollowers: {
      arrange: (world) => followerAndPost(world, 'followers'),
      others: 'hidden',
    },
  },
  editPost: {
    async arrange(world) {
      const { post, author } = await editedPost(world);
      const headers = { 'if-match': etagOf(post.version) };
      return { as: author, params: { postId: post.id }, headers, body: { text: 'Good evening!' } };
    },
    others: 'sns.post_forbidden',
    repeated: 'request.version_mismatch',
  },
  listPostEdits: {
    first: {
      async arrange(world) {
        const { post, author } = await editedPost(world);
        return { as: author, params: { postId: post.id }, query: firstPage };
      },
      others: 'same',
    },
    next: {
      async arrange(world) {
        const { post, author: as } = await editedPost(world);
        const params = { postId: post.id };
        const page = world.call(listPostEdits, { as, params, query: firstPage });
        return { as, params, query: await nextPage(page) };
      },
      others: 'request.invalid_cursor',
    },
  },
  deletePost: {
    forEverybody: {
      arrange: (world) => authorAndPost(world, 'public'),
      others: 'sns.post_forbidden',
      repeated: 'sns.post_not_found',
    },
    forFollowers: {
      arrange: (world) => authorAndPost(world, 'followers'),
      others: 'hidden',
      repeated: 'sns.post_not_found',
    },
    inReply: {
      async arrange(world) {
        const { replies, followers } = await repliedPost(world);
        return { as: followers[0], params: { postId: replies[0].id } };
      },
      others: 'sns.post_forbidden',
      repeated: 'sns.post_not_found',
    },
  },
  takeDownPost: {
    forFollowers: {
      arrange: async (world) =>
        byModerator(world, (await authorAndPost(world, 'followers')).params),
      others: 'same',
      repeated: 'sns.post_not_found',
    },
    inReply: {
      async arrange(world) {
        const { replies } = await repliedPost(world);
        return byModerator(world, { postId: replies[0].id });
      },
      others: 'same',
      repeated: 'sns.post_not_found',
    },
  },
  listReplies: {
    first: {
      async arrange(world) {
        const { post, author } = await repliedPost(world);
        return { as: author, params: { postId: post.id }, query: firstPage };
      },
      others: 'same',
    },
    next: {
      async arrange(world) {
        const { post, author: as } = await repliedPost(world);
        const params = { postId: post.id };
        const page = world.call(listReplies, { as, params, query: firstPage });
        return { as, params, query: await nextPage(page) };
      },
      others: 'request.invalid_cursor',
    },
  },
  likePost: {
    forEverybody: {
      arrange: (world) => followerAndNewPost(world, 'public'),
      others: 'same',
    },
    forFollowers: {
      arrange: (world) => followerAndNewPost(world, 'followers'),
      others: 'hidden',
    },
  },
  unlikePost: {
    forEverybody: {
      arrange: (world) => followerAndPost(world, 'public'),
      others: 'own',
    },
    forFollowers: {
      arrange: (world) => followerAndPost(world, 'followers'),
      others: 'hidden',
    },
  },
  listLikes: {
    first: {
      async arrange(world) {
        const { post, author } = await likedPost(world);
        return { as: author, params: { postId: post.id }, query: firstPage };
      },
      others: 'same',
    },
    next: {
      async arrange(world) {
        const { post, author: as } = await likedPost(world);
        const params = { postId: post.id };
        const page = world.call(listLikes, { as, params, query: firstPage });
        return { as, params, query: await nextPage(page) };
      },
      others: 'request.invalid_cursor',
    },
  },
  followUser: {
    openly: {
      async arrange(world) {
        const author = await world.user('author');
        await world.post(author, 'Hello');
        return { as: await world.user('kim'), params: { userId: author.id } };
      },
      others: 'same',
    },
    privately: {
      async arrange(world) {
        const author = await world.user('author');
        await setPrivacy(world, author, true);
        return { as: await world.user('kim'), params: { userId: author.id } };
      },
      others: 'same',
    },
  },
  unfollowUser: {
    followed: { arrange: followerAndAuthor, others: 'own' },
    requested: {
      async arrange(world) {
        const { as, requester } = await requestOf(world);
        return { as: requester, params: { userId: as.id } };
      },
      others: 'own',
    },
  },
  listFollowRequests: {
    async arrange(world) {
      const { as } = await requestOf(world);
      return { as, query: firstPage };
    },
    others: 'own',
  },
  acceptFollowRequest: {
    async arrange(world) {
      const { as, params } = await requestOf(world);
      return { as, params };
    },
    others: 'sns.follow_request_not_found',
    repeated: 'sns.follow_request_not_found',
  },
  rejectFollowRequest: {
    async arrange(world) {
      const { as, params } = await requestOf(world);
      return { as, params };
    },
    others: 'sns.follow_request_not_found',
    repeated: 'sns.follow_request_not_found',
  },
  blockUser: {
    follower: { arrange: authorAndFollower, others: 'same' },
    stranger: {
      async arrange(world) {
        const [kim, lee] = [await world.user('kim'), await world.user('lee')];
        await bodyOf(world.call(muteUser, { as: kim, params: { userId: lee.id } }));
        return { as: kim, params: { userId: lee.id } };
      },
      others: 'same',
    },
  },
  unblockUser: {
    alone: { arrange: (world) => followerWhoDid(world, blockUser), others: 'own' },
    besideMute: {
      arrange: (world) => followerWhoDid(world, muteUser, blockUser),
      others: 'own',
    },
  },
  listRelationships: {
    async arrange(world) {
      const [as, kim, lee] = [
        await world.user('as'),
        await world.user('kim'),
        await world.user('lee'),
      ];
      return { as, query: { ids: `${kim.id},${lee.id}` } };
    },
    others: 'same',
  },
  muteUser: { arrange: followerAndAuthor, others: 'same' },
  unmuteUser: {
    alone: { arrange: (world) => followerWhoDid(world, muteUser), others: 'own' },
    besideBlock: {
      arrange: (world) => followerWhoDid(world, muteUser, blockUser),
      others: 'own',
    },
  },
  listUserPosts: {
    first: {
      arrange: async (world) => ({ ...(await followerAndAuthor(world)), query: firstPage }),
      others: 'same',
    },
    next: {
      async arrange(world) {
        const { as, params } = await followerAndAuthor(world);
        const page = world.call(listUserPosts, { as, params, query: firstPage });
        return { as, params, query: await nextPage(page) };
      },
      others: 'request.invalid_cursor',
    },
    forFollowers: {
      async arrange(world) {
        const { author, followers } = await likedPost(world, 'followers');
        return { as: followers[0], params: { userId: author.id } };
      },
      others: 'own',
    },
  },
  listFollowers: {
    first: {
      arrange: async (world) => ({ ...(await followerAndAuthor(world)), query: firstPage }),
      others: 'same',
    },
    next: {
      async arrange(world) {
        const { as, params } = await followerAndAuthor(world);
        const page = world.call(listFollowers, { as, params, query: firstPage });
        return { as, params, query: await nextPage(page) };
      },
      others: 'request.invalid_cursor',
    },
  },
  listFollowing: {
    first: {
      async arrange(world) {
        const as = await twoFollowees(world);
        return { as, params: { userId: as.id }, query: firstPage };
      },
      others: 'same',
    },
    next: {
      async arrange(world) {
        const as = await twoFollowees(world);
        const params = { userId: as.id };
        const page = world.call(listFollowing, { as, params, query: firstPage });
        return { as, params, query: await nextPage(page) };
      },
      others: 'request.invalid_cursor',
    },
  },
  listTaggedPosts: {
    first: {
      async arrange(world) {
        const { as, params } = await taggedPosts(world);
        return { as, params, query: firstPage };
      },
      others: 'same',
    },
    next: {
      async arrange(world) {
        const { as, params } = await taggedPosts(world);
        const page = world.call(listTaggedPosts, { as, params, query: firstPage });
        return { as, params, query: await nextPage(page) };
      },
      others: 'request.invalid_cursor',
    },
  },
  getTimeline: {
    first: {
      arrange: async (world) => ({ as: (await followerAndAuthor(world)).as, query: firstPage }),
      others: 'own',
    },
    next: {
      async arrange(world) {
        const { as } = await followerAndAuthor(world);
        const page = world.call(getTimeline, { as, query: firstPage });
        return { as, query: await nextPage(page) };
      },
      others: 'request.invalid_cursor',
    },
  },
};

/** Posts that a head can hold before it is sealed; one more fills it. */
const restingHead = 2 * chunkSize - 1;

/** Longer than ids can arrive out of order: see `log-chunks.ts`. */
const settledSeconds = 20;

const workers: BackgroundScenarios<(typeof snsQueues)[number]> = {
  ...inboxWorkers,
  settlePostImages: {
    ofDeleted: {
      async arrange(world) {
        const as = await world.user('kim');
        const { fileId } = await postedPicture(world, as);
        await world.drain();
        return async () => {
          const { status } = await world.call(deleteFile, { as, params: { fileId } });
          if (status !== 204 && status !== 404) throw new Error(`Deleting answered ${status}`);
        };
      },
    },
    ofRendered: { arrange: async (world) => postingAtOnce(world, await slowPicture()) },
    ofRefused: {
      arrange: async (world) => postingAtOnce(world, (await slowPicture()).subarray(0, -20)),
    },
  },
  fanOutPost: {
    async arrange(world) {
      const { author } = await authorWithFollowers(world);
      await world.drain();
      return publishing(world, author);
    },
  },
  promoteAuthor: {
    env: { FANOUT_LIMIT: '1' },
    async arrange(world) {
      const { author } = await authorWithFollowers(world);
      await world.drain();
      return publishing(world, author);
    },
  },
  reconcileFollow: {
    follow: {
      async arrange(world) {
        const { params } = await followerAndAuthor(world);
        const as = await world.user('kim');
        return () => bodyOf(world.call(followUser, { as, params }));
      },
    },
    unfollow: {
      async arrange(world) {
        const { as, params } = await followerAndAuthor(world);
        return () => bodyOf(world.call(unfollowUser, { as, params }));
      },
    },
    mute: {
      async arrange(world) {
        const call = await followerAndAuthor(world);
        return () => bodyOf(world.call(muteUser, call));
      },
    },
    unmute: {
      async arrange(world) {
        const call = await followerWhoDid(world, muteUser);
        await world.drain();
        return () => bodyOf(world.call(unmuteUser, call));
      },
    },
  },
  acceptFollowRequests: {
    async arrange(world) {
      const { as } = await requestOf(world);
      await world.drain();
      return () => setPrivacy(world, as, false);
    },
  },
  reconcilePresence: {
    ofDeleted: {
      async arrange(world) {
        const user = await sociableUser(world);
        return () => deleteAccount(world, user);
      },
    },
    ofRestored: {
      async arrange(world) {
        const user = await sociableUser(world);
        await deleteAccount(world, user);
        await world.drain();
        return () => signIn(world, user);
      },
    },
    ofSuspended: {
      async arrange(world) {
        const user = await sociableUser(world);
        return () => setStatus(world, user, 'suspended');
      },
    },
    ofActive: {
      async arrange(world) {
        const user = await sociableUser(world);
        await setStatus(world, user, 'suspended');
        await world.drain();
        return () => setStatus(world, user, 'active');
      },
    },
  },
  sealAuthorLog: {
    async arrange(world) {
      const author = await world.user('author');
      for (let index = 0; index < restingHead; index++) await world.post(author, `${index}`);
      await world.advance(settledSeconds);
      await world.drain();
      return publishing(world, author);
    },
  },
  purgePost: {
    async arrange(world) {
      await deletedPost(world);
      await world.drain();
      return () => world.runTask('purge-deleted-posts');
    },
  },
};

const tasks: BackgroundScenarios<(typeof snsTasks)[number]> = {
  purgeDeletedPosts: workers.purgePost,
  foldCounts: {
    // Every post that is liked or answered is spread.
    env: { SPREAD_AFTER_CONFLICTS: '0' },
    async arrange(world) {
      const { post, author } = await likedPost(world);
      await replyOf(world, author, post);
      await world.drain();
      return () => world.runTask('fold-counts');
    },
  },
};

export const sns: DomainScenarios<'sns'> = { routes, workers, tasks };
