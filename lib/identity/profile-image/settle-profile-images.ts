import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { removal } from '../../files/library/change-file.ts';
import type { StoredFile } from '../../files/library/file-view.ts';
import { Files } from '../../files/library/files.entity.ts';
import type { FileUse } from '../../files/uses.ts';
import { getTogether, one } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { check, condition, exists, type Write, writeIf } from '../../model/write.ts';
import { accountRead } from '../accounts/authors.ts';
import type { User } from '../accounts/user-view.ts';
import { Users } from '../accounts/users.entity.ts';

type SettlingContext = Context<SystemCaller>;

const readBoth = (userId: string, fileId: string) =>
  getTogether([accountRead(userId), one(Files, { fileId })], { consistent: true });

/** Has a profile follow what became of one of its owner's pictures: rendered, refused or deleted. */
export function settleProfileImage(
  ctx: SettlingContext,
  userId: string,
  fileId: string,
): Promise<void> {
  return retry(async (again) => {
    const [user, file] = await readBoth(userId, fileId);
    // Where its owner was faster, it is looked at again.
    await ctx.apply(user ? settlement(user, fileId, file, again) : []);
  });
}

function settlement(
  { userId, profileImageId, awaitedImageId }: User,
  fileId: string,
  file: StoredFile | null,
  otherwise: () => Promise<void>,
): Write<void>[] {
  const profile = Users.patch({ userId });
  if (awaitedImageId === fileId && file?.image?.state === 'ready') {
    const shown = profile
      .set({ profileImageId: fileId })
      .remove(['awaitedImageId'])
      .where((is, { eq }) => eq(is.awaitedImageId, fileId));
    return [writeIf(shown, otherwise), exists(Files, { fileId }, otherwise)];
  }
  if (awaitedImageId === fileId && (!file || file.image)) {
    const given = profile
      .remove(['awaitedImageId'])
      .where((is, { eq }) => eq(is.awaitedImageId, fileId));
    return [writeIf(given, otherwise)];
  }
  if (profileImageId === fileId && !file) {
    const bare = profile
      .remove(['profileImageId'])
      .where((is, { eq }) => eq(is.profileImageId, fileId));
    return [writeIf(bare, otherwise)];
  }
  return [];
}

/**
 * Removes those of the files that were uploaded to be the profile image, and are it no more. One that
 * is refused stays until the night, so that its owner sees why.
 */
export async function removeReplacedImages(
  ctx: SettlingContext,
  userId: string,
  fileIds: readonly string[],
): Promise<void> {
  for (const fileId of fileIds)
    await removeUnusedImage(ctx, userId, fileId, { evenRefused: false });
}

/** Removes a file that was uploaded to be the profile image, and is it not; whether it did. */
function removeUnusedImage(
  ctx: SettlingContext,
  userId: string,
  fileId: string,
  { evenRefused }: { evenRefused: boolean },
): Promise<boolean> {
  return retry(async (again) => {
    const [user, file] = await readBoth(userId, fileId);
    const isUsed = [user?.profileImageId, user?.awaitedImageId].includes(fileId);
    if (file?.purpose !== 'profile_image' || isUsed) return false;
    if (file.image?.state === 'failed' && !evenRefused) return false;

    // Its owner may have taken it back meanwhile.
    const isUnused = check(Users, { userId }).where(
      (is, { ne, notExists }) =>
        `(${notExists(is.profileImageId)} OR ${ne(is.profileImageId, fileId)}) AND (${notExists(is.awaitedImageId)} OR ${ne(is.awaitedImageId, fileId)})`,
    );
    return ctx.apply([...removal(file, again), condition(isUnused, again)], true);
  });
}

/** Profile images; those that are refused stay until the night, so that their owners see why. */
export const profileImageUse: FileUse = {
  removeUnused: (ctx, { fileId, ownerId }) =>
    removeUnusedImage(ctx, ownerId, fileId, { evenRefused: true }),
};
