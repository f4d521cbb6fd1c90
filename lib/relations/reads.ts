import { one } from '../model/read.ts';
import { barrierKey } from './barrier.ts';
import { Barriers } from './barriers.entity.ts';
import { FollowRequests } from './follow-requests.entity.ts';
import { Follows } from './follows.entity.ts';

/** Whether `followerId` follows `followeeId`. */
export const followRead = (followerId: string, followeeId: string) =>
  one(Follows, { followeeId, followerId });

/** Whether `requesterId` asks to follow `targetId`. */
export const requestRead = (requesterId: string, targetId: string) =>
  one(FollowRequests, { targetId, requesterId });

/** What stands between two users. */
export const barrierRead = (userId: string, otherId: string) =>
  one(Barriers, barrierKey(userId, otherId));
