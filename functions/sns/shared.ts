import * as z from 'zod';
import { exampleId, id } from '../../lib/schema/ids.ts';

export const reads = { scopes: ['posts:read'] } as const;

export const writes = { scopes: ['posts:write'] } as const;

export const postParams = z.strictObject({ postId: id('post') });

export const userParams = z.strictObject({ userId: id('user') });

export const examplePost = {
  id: exampleId('post'),
  author: { id: exampleId('user'), handle: 'kim', name: 'Kim' },
  text: 'Good morning, Seoul!',
  files: [],
  tags: [],
  mentions: [],
  visibility: 'public',
  likeCount: 3,
  replyCount: 0,
  liked: false,
  createdAt: '2026-11-21T09:00:00.000Z',
  version: 1,
};

export const exampleUser = {
  id: exampleId('user'),
  handle: 'kim',
  name: 'Kim',
  bio: 'Coffee and code',
  createdAt: '2026-11-21T09:00:00.000Z',
  postCount: 12,
  followerCount: 34,
  followingCount: 5,
  isPrivate: false,
};
