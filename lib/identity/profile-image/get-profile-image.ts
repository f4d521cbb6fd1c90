import type { AnonymousCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { linkToPicture } from '../../files/pictures/link-to-picture.ts';
import type { PictureQuery } from '../../files/pictures/schema.ts';
import type { Link } from '../../http/redirect.ts';
import { getTogether } from '../../model/read.ts';
import { userRead } from '../accounts/authors.ts';
import { profileImageNotFound } from '../errors.ts';

/** A link to somebody's profile image. @throws AppError `identity.profile_image_not_found` */
export async function getProfileImage(
  { now }: Context<AnonymousCaller>,
  userId: string,
  query: PictureQuery,
): Promise<Link> {
  const [user] = await getTogether([userRead(userId)], { consistent: true });
  const imageId = user?.profileImageId;
  if (imageId === undefined) throw new AppError(profileImageNotFound);
  return linkToPicture(imageId, query, now);
}
