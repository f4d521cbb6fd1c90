import { one } from '../model/read.ts';
import { AuthorLogs, chunkName, headChunk } from './author-logs.entity.ts';
import { Follows } from './follows.entity.ts';
import { Likes } from './likes.entity.ts';
import type { Chunk } from './log-chunks.ts';
import { Posts } from './posts.entity.ts';

// Names for items to be read together with others, each by its whole key.

export const postRead = (postId: string) => one(Posts, Posts.get({ postId }));

export const likeRead = (postId: string, userId: string) =>
  one(Likes, Likes.get({ postId, userId }));

/** Whether `followerId` follows `followeeId`. */
export const followRead = (followerId: string, followeeId: string) =>
  one(Follows, Follows.get({ followeeId, followerId }));

export const chunkRead = (authorId: string, chunk: Chunk) =>
  one(
    AuthorLogs,
    AuthorLogs.get({ authorId, chunk: chunk === 'head' ? headChunk : chunkName(chunk) }),
  );
