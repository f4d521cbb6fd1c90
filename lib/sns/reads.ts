import { one } from '../model/read.ts';
import { AuthorLogs, chunkName, headChunk } from './author-logs.entity.ts';
import { barrierKey } from './barrier.ts';
import { Barriers } from './barriers.entity.ts';
import { FollowRequests } from './follow-requests.entity.ts';
import { Follows } from './follows.entity.ts';
import { Likes } from './likes.entity.ts';
import type { Chunk } from './log-chunks.ts';
import { Mentions } from './mentions.entity.ts';
import { Posts } from './posts.entity.ts';
import { Replies } from './replies.entity.ts';

// Names for items to be read together with others, each by its whole key.

export const postRead = (postId: string) => one(Posts, { postId });

export const likeRead = (postId: string, userId: string) => one(Likes, { postId, userId });

/** Whether `replyId` answers `parentId`. */
export const replyRead = (parentId: string, replyId: string) => one(Replies, { parentId, replyId });

export const mentionRead = (postId: string, userId: string) => one(Mentions, { postId, userId });

/** Whether `followerId` follows `followeeId`. */
export const followRead = (followerId: string, followeeId: string) =>
  one(Follows, { followeeId, followerId });

/** Whether `requesterId` asks to follow `targetId`. */
export const requestRead = (requesterId: string, targetId: string) =>
  one(FollowRequests, { targetId, requesterId });

/** What stands between two users. */
export const barrierRead = (userId: string, otherId: string) =>
  one(Barriers, barrierKey(userId, otherId));

export const chunkRead = (authorId: string, chunk: Chunk) =>
  one(AuthorLogs, { authorId, chunk: chunk === 'head' ? headChunk : chunkName(chunk) });
