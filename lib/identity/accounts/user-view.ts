import type { EntityItem } from 'electrodb';
import { config } from '../../config.ts';
import { versionOfPicture } from '../../ids.ts';
import { purgeTime } from './purge-time.ts';
import type { AdminUserView, AuthorView, OwnUserView, UserView } from './schema.ts';
import type { UserCounters } from './user-counters.entity.ts';
import type { Users } from './users.entity.ts';

export type User = EntityItem<typeof Users>;
export type Counters = EntityItem<typeof UserCounters>;

/** Whether the account is going for good: to everybody it is gone. */
export const isBeingPurged = ({ purgingSince }: User) => purgingSince !== undefined;

/** What is shown of a user beside what they did. */
export function toAuthorView({ userId, handle, name, profileImageId }: User): AuthorView {
  return {
    id: userId,
    handle,
    name,
    ...(profileImageId !== undefined && {
      profileImageUrl: `${config.apiUrl}/v1/users/${userId}/profile-image?v=${versionOfPicture(profileImageId)}`,
    }),
  };
}

/** A user as everybody may see them; counters that are not there count nothing. */
export function toUserView(user: User, counters: Counters | null): UserView {
  return {
    ...toAuthorView(user),
    bio: user.bio,
    createdAt: user.createdAt,
    postCount: counters?.postCount ?? 0,
    followerCount: counters?.followerCount ?? 0,
    followingCount: counters?.followingCount ?? 0,
    isPrivate: user.isPrivate,
  };
}

/** A user as they see themselves. */
export function toOwnUserView(user: User, counters: Counters | null): OwnUserView {
  return {
    ...toUserView(user, counters),
    email: user.email ?? null,
    emailVerified: user.emailVerified,
    role: user.role,
    status: user.status,
    locale: user.locale,
    timeZone: user.timeZone,
    version: user.version,
  };
}

/** A user as administrators see them. */
export function toAdminUserView(user: User, counters: Counters | null): AdminUserView {
  const { suspensionReason, deletedAt } = user;
  return {
    ...toOwnUserView(user, counters),
    ...(suspensionReason !== undefined && { suspensionReason }),
    ...(deletedAt !== undefined && { purgeAt: purgeTime(deletedAt).toISOString() }),
  };
}
