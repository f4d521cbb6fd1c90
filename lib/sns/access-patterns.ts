import type { AccessPattern } from '../model/access-pattern.ts';
import { barrierKey } from '../relations/barrier.ts';
import { Barriers } from '../relations/barriers.entity.ts';
import { FollowRequests } from '../relations/follow-requests.entity.ts';
import { Follows } from '../relations/follows.entity.ts';
import { exampleId } from '../schema/ids.ts';
import { PostImages } from './images/post-images.entity.ts';
import { Likes } from './posts/likes.entity.ts';
import { Mentions } from './posts/mentions.entity.ts';
import { PostEdits } from './posts/post-edits.entity.ts';
import { PostShards } from './posts/post-shards.entity.ts';
import { Posts } from './posts/posts.entity.ts';
import { Replies } from './posts/replies.entity.ts';
import { SpreadPosts } from './posts/spread-posts.entity.ts';
import { PostTags } from './tags/post-tags.entity.ts';
import { AuthorLogs, chunkName, headChunk } from './timeline/author-logs.entity.ts';
import { HomeEntries, loudAuthorsKey } from './timeline/home-entries.entity.ts';
import { TimelineWalks } from './timeline/timeline-walks.entity.ts';

const postId = exampleId('post');
const userId = exampleId('user');
const followKey = { followeeId: userId, followerId: 'usr_01jd3v9k2m4n5p6q7r8s9t0v1x' };
const requestKey = { targetId: userId, requesterId: followKey.followerId };
const followedAt = '2026-11-21T09:00:00.000Z';

/** The questions to posts, likes, follows, barriers and timelines. */
export const snsAccessPatterns: readonly AccessPattern[] = [
  {
    id: 'sns.post-by-id',
    question: 'What does this post say?',
    usedBy: [
      'identity.purgeAccount',
      'sns.createPost',
      'sns.getPost',
      'sns.editPost',
      'sns.listPostEdits',
      'sns.deletePost',
      'sns.takeDownPost',
      'sns.listReplies',
      'sns.listLikes',
      'sns.likePost',
      'sns.unlikePost',
      'sns.listUserPosts',
      'sns.getTimeline',
      'sns.purgePost',
      'sns.foldCounts',
      'sns.settlePostImages',
      'files.getFileContent',
      'sns.reconcilePresence',
    ],
    index: 'primary',
    consistent: true,
    build: () => Posts.get({ postId }).params({ consistent: true }),
  },
  {
    id: 'sns.deleted-posts',
    question: 'Which deleted posts wait for removal, the longest waiting first?',
    usedBy: ['sns.purgeDeletedPosts'],
    index: 'gsi1',
    consistent: false,
    build: () => Posts.query.removals({ removal: 'due' }).params(),
  },
  {
    id: 'sns.post-edits',
    question: 'What did this post say before, page by page?',
    usedBy: ['identity.purgeAccount', 'sns.listPostEdits', 'sns.purgePost'],
    index: 'primary',
    consistent: true,
    build: () =>
      PostEdits.query
        .edits({ postId })
        .lt({ version: 7 })
        .params({ order: 'desc', limit: 21, consistent: true }),
  },
  {
    id: 'sns.posts-with-image',
    question: 'Which posts show this picture, page by page?',
    usedBy: ['sns.settlePostImages'],
    index: 'primary',
    consistent: true,
    build: () =>
      PostImages.query.posts({ fileId: exampleId('file') }).params({ limit: 25, consistent: true }),
  },
  {
    id: 'sns.post-shard',
    question: 'What does a spread post count on this shard?',
    usedBy: [
      'sns.getPost',
      'sns.editPost',
      'sns.listReplies',
      'sns.listLikes',
      'sns.likePost',
      'sns.unlikePost',
      'sns.listUserPosts',
      'sns.getTimeline',
      'sns.foldCounts',
    ],
    index: 'primary',
    consistent: true,
    build: () => PostShards.get({ postId, shard: 7 }).params({ consistent: true }),
  },
  {
    id: 'sns.spread-posts',
    question: 'The counts of which posts are spread over shards?',
    usedBy: ['sns.foldCounts'],
    index: 'primary',
    consistent: true,
    build: () => SpreadPosts.query.spreadPosts({}).params({ consistent: true }),
  },
  {
    id: 'sns.replies',
    question: 'Which posts answer this one, page by page?',
    usedBy: ['identity.purgeAccount', 'sns.listReplies', 'sns.purgePost'],
    index: 'primary',
    consistent: true,
    build: () =>
      Replies.query
        .replies({ parentId: postId })
        .lt({ replyId: postId })
        .params({ order: 'desc', limit: 21, consistent: true }),
  },
  {
    id: 'sns.like',
    question: 'Does this user like this post?',
    usedBy: [
      'sns.getPost',
      'sns.editPost',
      'sns.listReplies',
      'sns.listLikes',
      'sns.listUserPosts',
      'sns.getTimeline',
      'sns.reconcilePresence',
    ],
    index: 'primary',
    consistent: true,
    build: () => Likes.get({ postId, userId }).params({ consistent: true }),
  },
  {
    id: 'sns.likes-of-post',
    question: 'Who likes this post?',
    usedBy: ['identity.purgeAccount', 'sns.purgePost'],
    index: 'primary',
    consistent: false,
    build: () => Likes.query.likes({ postId }).params(),
  },
  {
    id: 'sns.likes-by-time',
    question: 'Who has liked this post lately, page by page?',
    usedBy: ['sns.listLikes'],
    index: 'gsi2',
    consistent: false,
    build: () =>
      Likes.query
        .likesByTime({ postId })
        .lt({ createdAt: followedAt, userId })
        .params({ order: 'desc', limit: 21 }),
  },
  {
    id: 'sns.likes-of-user',
    question: 'What does this user like?',
    usedBy: ['identity.purgeAccount', 'sns.reconcilePresence'],
    index: 'gsi1',
    consistent: false,
    build: () => Likes.query.likesOfUser({ userId }).params(),
  },
  {
    id: 'sns.follow',
    question: 'Does this user follow that one?',
    usedBy: [
      'sns.createPost',
      'sns.getPost',
      'sns.editPost',
      'sns.listPostEdits',
      'sns.listReplies',
      'sns.listLikes',
      'sns.likePost',
      'sns.unlikePost',
      'sns.deletePost',
      'sns.followUser',
      'sns.unfollowUser',
      'sns.blockUser',
      'sns.unblockUser',
      'sns.muteUser',
      'sns.unmuteUser',
      'sns.listUserPosts',
      'sns.listFollowers',
      'sns.listFollowing',
      'sns.getTimeline',
      'sns.reconcileFollow',
      'sns.reconcilePresence',
    ],
    index: 'primary',
    consistent: true,
    build: () => Follows.get(followKey).params({ consistent: true }),
  },
  {
    id: 'sns.followers-of-user',
    question: 'Who follows this user?',
    usedBy: [
      'identity.purgeAccount',
      'sns.fanOutPost',
      'sns.promoteAuthor',
      'sns.purgePost',
      'sns.reconcilePresence',
    ],
    index: 'primary',
    consistent: true,
    build: () => Follows.query.followers({ followeeId: userId }).params({ consistent: true }),
  },
  {
    id: 'sns.followers-by-time',
    question: 'Who has followed this user lately, page by page?',
    usedBy: ['sns.listFollowers'],
    index: 'gsi2',
    consistent: false,
    build: () =>
      Follows.query
        .followersByTime({ followeeId: userId })
        .lt({ followedAt, followerId: followKey.followerId })
        .params({ order: 'desc', limit: 21 }),
  },
  {
    id: 'sns.following-by-time',
    question: 'Whom has this user followed lately, page by page?',
    usedBy: ['identity.purgeAccount', 'sns.listFollowing', 'sns.reconcilePresence'],
    index: 'gsi1',
    consistent: false,
    build: () =>
      Follows.query
        .following({ followerId: followKey.followerId })
        .lt({ followedAt, followeeId: userId })
        .params({ order: 'desc', limit: 21 }),
  },
  {
    id: 'sns.follow-request',
    question: 'Does this user ask to follow that one?',
    usedBy: [
      'identity.getUser',
      'sns.followUser',
      'sns.unfollowUser',
      'sns.blockUser',
      'sns.unblockUser',
      'sns.muteUser',
      'sns.unmuteUser',
      'sns.listFollowRequests',
      'sns.acceptFollowRequest',
      'sns.rejectFollowRequest',
    ],
    index: 'primary',
    consistent: true,
    build: () => FollowRequests.get(requestKey).params({ consistent: true }),
  },
  {
    id: 'sns.follow-requests',
    question: 'Who asks to follow this user?',
    usedBy: ['identity.purgeAccount', 'sns.acceptFollowRequests'],
    index: 'primary',
    consistent: true,
    build: () => FollowRequests.query.requests({ targetId: userId }).params({ consistent: true }),
  },
  {
    id: 'sns.follow-requests-by-time',
    question: 'Who has asked to follow this user lately, page by page?',
    usedBy: ['sns.listFollowRequests'],
    index: 'gsi2',
    consistent: false,
    build: () =>
      FollowRequests.query
        .requestsByTime({ targetId: userId })
        .lt({ requestedAt: followedAt, requesterId: requestKey.requesterId })
        .params({ order: 'desc', limit: 21 }),
  },
  {
    id: 'sns.follow-requests-of-user',
    question: 'Whom does this user ask to follow?',
    usedBy: ['identity.purgeAccount'],
    index: 'gsi1',
    consistent: false,
    build: () =>
      FollowRequests.query.requestsOfUser({ requesterId: requestKey.requesterId }).params(),
  },
  {
    id: 'sns.barrier',
    question: 'Does one of these two block or mute the other?',
    usedBy: [
      'identity.getUser',
      'sns.createPost',
      'sns.getPost',
      'sns.editPost',
      'sns.listPostEdits',
      'sns.listReplies',
      'sns.listLikes',
      'sns.likePost',
      'sns.unlikePost',
      'sns.deletePost',
      'sns.followUser',
      'sns.unfollowUser',
      'sns.blockUser',
      'sns.unblockUser',
      'sns.muteUser',
      'sns.unmuteUser',
      'sns.listUserPosts',
      'sns.listFollowers',
      'sns.listFollowing',
      'sns.getTimeline',
      'sns.reconcileFollow',
    ],
    index: 'primary',
    consistent: true,
    build: () =>
      Barriers.get(barrierKey(userId, followKey.followerId)).params({ consistent: true }),
  },
  {
    id: 'sns.barriers-of-user',
    question: 'What stands between this user and others whose ids are higher?',
    usedBy: ['identity.purgeAccount'],
    index: 'primary',
    consistent: true,
    build: () => Barriers.query.barrier({ lowerId: userId }).params({ consistent: true }),
  },
  {
    id: 'sns.barriers-of-higher-user',
    question: 'What stands between this user and others whose ids are lower?',
    usedBy: ['identity.purgeAccount'],
    index: 'gsi1',
    consistent: false,
    build: () => Barriers.query.barriersOfHigher({ higherId: userId }).params(),
  },
  {
    id: 'sns.home-page',
    question: 'What comes next in this user’s home timeline?',
    usedBy: ['identity.purgeAccount', 'sns.getTimeline'],
    index: 'primary',
    consistent: true,
    build: () =>
      HomeEntries.query
        .home({ viewerId: userId })
        .lt({ entryId: postId })
        .params({ order: 'desc', limit: 21, consistent: true }),
  },
  {
    id: 'sns.loud-authors',
    question: 'Which authors does this user’s timeline merge in, on top of its newest entries?',
    usedBy: ['sns.getTimeline'],
    index: 'primary',
    consistent: true,
    build: () =>
      HomeEntries.get({ viewerId: userId, entryId: loudAuthorsKey }).params({ consistent: true }),
  },
  {
    id: 'sns.author-log-chunk',
    question: 'Which are this author’s newest posts, or those in this part of their log?',
    usedBy: [
      'identity.purgeAccount',
      'sns.createPost',
      'sns.listUserPosts',
      'sns.getTimeline',
      'sns.reconcileFollow',
      'sns.sealAuthorLog',
    ],
    index: 'primary',
    consistent: true,
    build: () =>
      [headChunk, chunkName(7)].map((chunk) =>
        AuthorLogs.get({ authorId: userId, chunk }).params({ consistent: true }),
      ),
  },
  {
    id: 'sns.author-log',
    question: 'What has this author ever posted?',
    usedBy: [
      'identity.purgeAccount',
      'sns.reconcileFollow',
      'sns.purgePost',
      'sns.reconcilePresence',
    ],
    index: 'primary',
    consistent: true,
    build: () =>
      AuthorLogs.query.log({ authorId: userId }).params({ order: 'desc', consistent: true }),
  },
  {
    id: 'sns.timeline-walk',
    question: 'Which logs does this walk through a timeline with very many loud authors read?',
    usedBy: ['sns.getTimeline'],
    index: 'primary',
    consistent: true,
    build: () => TimelineWalks.get({ walkId: '0'.repeat(32) }).params({ consistent: true }),
  },
  {
    id: 'sns.tagged-posts',
    question: 'Which posts with this tag come next, in one of its partitions?',
    usedBy: ['sns.listTaggedPosts'],
    index: 'primary',
    consistent: true,
    build: () =>
      PostTags.query
        .posts({ tagKey: 'seoul', shard: '0' })
        .lt({ postId })
        .params({ order: 'desc', limit: 21, consistent: true }),
  },
  {
    id: 'sns.mentions',
    question: 'Whom does this post mention, or does it mention this user?',
    usedBy: ['identity.purgeAccount', 'sns.listInbox', 'sns.purgePost', 'sns.updateInbox'],
    index: 'primary',
    consistent: true,
    build: () => [
      Mentions.query.mentions({ postId }).params({ consistent: true }),
      Mentions.get({ postId, userId }).params({ consistent: true }),
    ],
  },
  {
    id: 'sns.mentions-of-user',
    question: 'Which posts mention this user?',
    usedBy: ['identity.purgeAccount'],
    index: 'gsi1',
    consistent: false,
    build: () => Mentions.query.mentionsOfUser({ userId }).params(),
  },
];
