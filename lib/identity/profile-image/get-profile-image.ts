import type { AnonymousCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { linkToRendition } from '../../files/contents/renditions.ts';
import { getTogether } from '../../model/read.ts';
import { userRead } from '../accounts/authors.ts';
import { imageVersion } from '../accounts/user-view.ts';
import { profileImageNotFound } from '../errors.ts';
import type { ProfileImageQuery } from './schema.ts';

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
  if (imageId === undefined) throw new AppError(profileImageNotFound);
  return {
    url: await linkToRendition(imageId, size, now),
    isVersioned: v === imageVersion(imageId),
  };
}
