import * as z from 'zod';
import { defineMessage } from '../../lib/queue/message.ts';
import { id } from '../../lib/schema/ids.ts';
import { takenDown } from './taken-down.ts';

const post = z.object({ postId: id('post'), authorId: id('user') });
const like = z.object({ postId: id('post'), userId: id('user') });
const follow = z.object({ followerId: id('user'), followeeId: id('user') });

export const postCreated = defineMessage({
  type: 'post.created',
  version: 1,
  data: post.extend({
    visibility: z.enum(['public', 'followers']),
    /** Whether followers get it pushed, or read it in the author's log. */
    delivery: z.enum(['push', 'merge']),
  }),
});

/** It says something else from `version` on. */
export const postEdited = defineMessage({
  type: 'post.edited',
  version: 1,
  data: post.extend({ version: z.int() }),
});

export const postDeleted = defineMessage({ type: 'post.deleted', version: 1, data: post });

/** An administrator has removed it; `post.deleted` tells of its end, too. */
export const postTakenDown = defineMessage({
  type: 'post.taken_down',
  version: 1,
  data: takenDown.extend({ postId: id('post') }),
  audit: { objectType: 'post' },
});

/** A post answers another; `post.created` tells of it, too, and `post.deleted` of its end. */
export const postReplied = defineMessage({
  type: 'post.replied',
  version: 1,
  data: post.extend({ parentId: id('post'), parentAuthorId: id('user') }),
});

/** A reply is deleted, or what it answers is removed. */
export const replyEnded = defineMessage({
  type: 'post.reply_ended',
  version: 1,
  data: postReplied.data,
});

const mention = post.extend({ userId: id('user') });

/** A post mentions somebody, who did not write what it answers. */
export const userMentioned = defineMessage({ type: 'user.mentioned', version: 1, data: mention });

/** A post that mentioned somebody does so no more. */
export const userUnmentioned = defineMessage({
  type: 'user.unmentioned',
  version: 1,
  data: mention,
});

export const postLiked = defineMessage({ type: 'post.liked', version: 1, data: like });

export const postUnliked = defineMessage({ type: 'post.unliked', version: 1, data: like });

export const userFollowed = defineMessage({ type: 'user.followed', version: 1, data: follow });

export const userUnfollowed = defineMessage({ type: 'user.unfollowed', version: 1, data: follow });

const followRequest = z.object({ requesterId: id('user'), targetId: id('user') });

export const followRequested = defineMessage({
  type: 'follow_request.created',
  version: 1,
  data: followRequest,
});

/** Accepted, rejected, withdrawn or ended by a block; `user.followed` tells of the first. */
export const followRequestEnded = defineMessage({
  type: 'follow_request.ended',
  version: 1,
  data: followRequest,
});

/** Accept what was asked of an account that has become public, after `after`. */
export const acceptFollowRequests = defineMessage({
  type: 'sns.accept_follow_requests',
  version: 1,
  data: z.object({ targetId: id('user'), after: z.string() }),
});

/** Count these ties of a user after `after` as long as the account is there, and else not. */
export const reconcileTies = defineMessage({
  type: 'sns.reconcile_ties',
  version: 1,
  data: z.object({
    userId: id('user'),
    /** Those of a user that are counted elsewhere. */
    ties: z.enum(['likes', 'replies', 'followers', 'following']),
    after: z.string().optional(),
    /** Whether this round through them has changed anything. */
    hasChanged: z.boolean().optional(),
  }),
});

const block = z.object({ blockerId: id('user'), blockedId: id('user') });
const mute = z.object({ muterId: id('user'), mutedId: id('user') });

export const userBlocked = defineMessage({ type: 'user.blocked', version: 1, data: block });

export const userUnblocked = defineMessage({ type: 'user.unblocked', version: 1, data: block });

export const userMuted = defineMessage({ type: 'user.muted', version: 1, data: mute });

export const userUnmuted = defineMessage({ type: 'user.unmuted', version: 1, data: mute });

/** The head of an author's log holds enough to seal a chunk. */
export const authorLogFilled = defineMessage({
  type: 'author_log.filled',
  version: 1,
  data: z.object({ authorId: id('user') }),
});

/** Push a post to the followers after `after`; `pushed` have it already. */
export const fanOutRest = defineMessage({
  type: 'sns.fan_out_rest',
  version: 1,
  data: post.extend({ after: z.string(), pushed: z.int() }),
});

/** Turn an author whose posts are pushed into one whose posts are merged at read. */
export const promoteAuthor = defineMessage({
  type: 'sns.promote_author',
  version: 1,
  data: z.object({ authorId: id('user') }),
});

/** Have the followers after `after` read the log of an author who is being promoted. */
export const listAsLoud = defineMessage({
  type: 'sns.list_as_loud',
  version: 1,
  data: z.object({ authorId: id('user'), after: z.string().optional() }),
});

/** Go on with a home timeline after a follow or unfollow, below the chunk `after` of the log. */
export const reconcileRest = defineMessage({
  type: 'sns.reconcile_rest',
  version: 1,
  data: follow.extend({ after: z.string() }),
});

/** Have the posts after `after` follow what became of a picture in them. */
export const settleRest = defineMessage({
  type: 'sns.settle_rest',
  version: 1,
  data: z.object({ fileId: id('file'), after: z.string() }),
});

/** Remove a deleted post and all that hangs on it; home entries of the followers after `after`. */
export const purgePost = defineMessage({
  type: 'sns.purge_post',
  version: 1,
  data: z.object({ postId: id('post'), after: z.string().optional() }),
});
