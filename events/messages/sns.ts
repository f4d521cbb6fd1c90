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

/** The text of a post was edited; `version` is the new one. */
export const postEdited = defineMessage({
  type: 'post.edited',
  version: 1,
  data: post.extend({ version: z.int() }),
});

export const postDeleted = defineMessage({ type: 'post.deleted', version: 1, data: post });

/** An administrator has removed a post; `post.deleted` follows as well. */
export const postTakenDown = defineMessage({
  type: 'post.taken_down',
  version: 1,
  data: takenDown.extend({ postId: id('post') }),
  audit: { objectType: 'post' },
});

/** A post replies to another; `post.created` is sent as well. */
export const postReplied = defineMessage({
  type: 'post.replied',
  version: 1,
  data: post.extend({ parentId: id('post'), parentAuthorId: id('user') }),
});

/** A reply was deleted, or the post that it replies to. */
export const replyEnded = defineMessage({
  type: 'post.reply_ended',
  version: 1,
  data: postReplied.data,
});

const mention = post.extend({ userId: id('user') });

/** A post mentions somebody other than the author it replies to. */
export const userMentioned = defineMessage({ type: 'user.mentioned', version: 1, data: mention });

/** A post no longer mentions somebody. */
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

/** A follow request was accepted, rejected, withdrawn or blocked; accepting sends `user.followed` too. */
export const followRequestEnded = defineMessage({
  type: 'follow_request.ended',
  version: 1,
  data: followRequest,
});

/** Accept the open follow requests of an account that is public now; go on after `after`. */
export const acceptFollowRequests = defineMessage({
  type: 'sns.accept_follow_requests',
  version: 1,
  data: z.object({ targetId: id('user'), after: z.string() }),
});

/** Count or uncount ties of a user, as the account is present or absent; go on after `after`. */
export const reconcileTies = defineMessage({
  type: 'sns.reconcile_ties',
  version: 1,
  data: z.object({
    userId: id('user'),
    /** Ties that somebody else's counts include. */
    ties: z.enum(['likes', 'replies', 'followers', 'following']),
    after: z.string().optional(),
    /** Whether this round has changed anything. */
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

/** Go on updating a home timeline after a follow or unfollow, at the chunk `after` of the log. */
export const reconcileRest = defineMessage({
  type: 'sns.reconcile_rest',
  version: 1,
  data: follow.extend({ after: z.string() }),
});

/** Update the posts that show an image; go on after `after`. */
export const settleRest = defineMessage({
  type: 'sns.settle_rest',
  version: 1,
  data: z.object({ fileId: id('file'), after: z.string() }),
});

/** Remove a deleted post with its parts; go on with the followers' home entries after `after`. */
export const purgePost = defineMessage({
  type: 'sns.purge_post',
  version: 1,
  data: z.object({ postId: id('post'), after: z.string().optional() }),
});
