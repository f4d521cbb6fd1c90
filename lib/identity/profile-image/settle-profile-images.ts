import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { removeUnusedPicture, settlePicture } from '../../files/pictures/settle-picture.ts';
import type { FileUse } from '../../files/uses.ts';
import { profileFrame } from './profile-frame.ts';

/** Has a profile follow what became of one of its owner's pictures. */
export const settleProfileImage = (
  ctx: Context<SystemCaller>,
  userId: string,
  fileId: string,
): Promise<void> => settlePicture(ctx, profileFrame, { id: userId, fileId });

/** Removes those of the files that were uploaded to be the profile image, and are it no more. */
export async function removeReplacedImages(
  ctx: Context<SystemCaller>,
  userId: string,
  fileIds: readonly string[],
): Promise<void> {
  for (const fileId of fileIds) {
    await removeUnusedPicture(ctx, profileFrame, { id: userId, fileId, evenRefused: false });
  }
}

/** Profile images. */
export const profileImageUse: FileUse = {
  removeUnused: (ctx, { fileId, ownerId }) =>
    removeUnusedPicture(ctx, profileFrame, { id: ownerId, fileId, evenRefused: true }),
};
