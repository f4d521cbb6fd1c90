import { one } from '../../model/read.ts';
import { Likes } from './likes.entity.ts';
import { Mentions } from './mentions.entity.ts';
import { Posts } from './posts.entity.ts';
import { Replies } from './replies.entity.ts';

// Names for items to be read together with others, each by its whole key.

export const postRead = (postId: string) => one(Posts, { postId });

export const likeRead = (postId: string, userId: string) => one(Likes, { postId, userId });

/** Whether `replyId` answers `parentId`. */
export const replyRead = (parentId: string, replyId: string) => one(Replies, { parentId, replyId });

export const mentionRead = (postId: string, userId: string) => one(Mentions, { postId, userId });
