import type { AnonymousCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { linkToRendition } from '../files/renditions.ts';
import { getTogether } from '../model/read.ts';
import { userRead } from './authors.ts';
import type { ProfileImageQuery } from './profile-image-schema.ts';
import { imageVersion } from './user-view.ts';

export interface ProfileImageLink {
  url: string;
  /** Whether it is asked for by its version, so that the answer stays right. */
  isVersioned: boolean;
}

/** A link to somebody's profile image. @throws AppError `identity.profile_image_not_found` */
export async function getProfileImage(
  { now }: Context<AnonymousCaller>,
  userId: string,
  { size, v }: ProfileImageQuery,
): Promise<ProfileImageLink> {
  const [user] = await getTogether([userRead(userId)], { consistent: true });
  const imageId = user?.profileImageId;
  if (imageId === undefined) throw new AppError('identity.profile_image_not_found');
  return {
    url: await linkToRendition(imageId, size, now),
    isVersioned: v === imageVersion(imageId),
  };
}
