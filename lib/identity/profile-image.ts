import type { AnonymousCaller, UserCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { completeFile } from '../files/complete-file.ts';
import { createFile } from '../files/create-file.ts';
import { Files } from '../files/files.entity.ts';
import { findOwnImage } from '../files/find-file.ts';
import { linkToRendition } from '../files/renditions.ts';
import type { CreatedFileView } from '../files/schema.ts';
import { getTogether } from '../model/read.ts';
import { check, condition, write } from '../model/write.ts';
import { userRead } from './authors.ts';
import type {
  ProfileImageQuery,
  ProfileImageStatusView,
  UploadProfileImageInput,
} from './profile-image-schema.ts';
import { imageVersion } from './user-view.ts';
import { Users } from './users.entity.ts';

/**
 * Announces a file that is for nothing but the caller's profile: it goes when another takes its place.
 *
 * @throws AppError `files.quota_exceeded` · `files.company_required`
 */
export const uploadProfileImage = (
  ctx: Context<UserCaller>,
  input: UploadProfileImageInput,
): Promise<CreatedFileView> => createFile(ctx, input, 'profile_image');

/**
 * Makes one of the caller's files their profile image, at once when its renditions are there, else as
 * soon as they are. An upload that is not complete yet is completed.
 *
 * @throws AppError `files.file_not_found` · `files.file_forbidden` · `auth.scope_missing` ·
 *   `files.not_an_image` · `files.not_uploaded` · `files.content_refused` · `files.image_refused`
 */
export async function setProfileImage(
  ctx: Context<UserCaller>,
  fileId: string,
): Promise<ProfileImageStatusView> {
  const { userId } = ctx.caller;
  const { status, image } = await findOwnImage(ctx.caller, fileId);
  if (status !== 'ready') await completeFile(ctx, fileId);
  const isRendered = image !== undefined;
  const change = Users.patch({ userId })
    .set(isRendered ? { profileImageId: fileId } : { awaitedImageId: fileId })
    .remove(isRendered ? ['awaitedImageId'] : [])
    .where((is, { ne }) => ne(is.status, 'deleted'));
  // What is awaited must not have come meanwhile: nobody would tell of it again.
  const isAsRead = check(Files, { fileId }).where((is, { exists, notExists, eq }) =>
    isRendered ? exists(is.image) : `${notExists(is.image)} AND ${eq(is.status, 'ready')}`,
  );
  return ctx.commit<ProfileImageStatusView>(
    [
      write(change, { otherwise: 'auth.token_invalid' }),
      condition(isAsRead, { otherwise: () => setProfileImage(ctx, fileId) }),
    ],
    { status: isRendered ? 'ready' : 'pending' },
  );
}

/** Leaves the caller without a profile image, now and when one is awaited. */
export function removeProfileImage(ctx: Context<UserCaller>): Promise<undefined> {
  const change = Users.patch({ userId: ctx.caller.userId })
    .remove(['profileImageId', 'awaitedImageId'])
    .where((is, { ne }) => ne(is.status, 'deleted'));
  return ctx.commit<undefined>([write(change, { otherwise: 'auth.token_invalid' })], undefined);
}

export interface ProfileImageLink {
  url: string;
  /** Whether it is asked for by its version, so that the answer stays right. */
  isVersioned: boolean;
}

/** A link to somebody's profile image. @throws AppError `identity.profile_image_not_found` */
export async function linkToProfileImage(
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
