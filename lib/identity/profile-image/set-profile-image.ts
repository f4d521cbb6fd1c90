import { tokenInvalid } from '../../auth/errors.ts';
import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { Files } from '../../files/library/files.entity.ts';
import { findOwnFile, requireShowable } from '../../files/library/find-file.ts';
import { completeFile } from '../../files/uploads/complete-file.ts';
import { retry } from '../../model/retry.ts';
import { check, condition, writeIf } from '../../model/write.ts';
import { Users } from '../accounts/users.entity.ts';
import type { ProfileImageStatusView } from './schema.ts';

/**
 * Makes one of the caller's files their profile image, at once when its renditions are there, else as
 * soon as they are. An upload that is not complete yet is completed.
 *
 * @throws AppError `files.file_not_found` · `files.file_forbidden` · `auth.scope_missing` ·
 *   `files.not_an_image` · `files.not_uploaded` · `files.content_refused` · `files.image_refused`
 */
export function setProfileImage(
  ctx: Context<UserCaller>,
  fileId: string,
): Promise<ProfileImageStatusView> {
  return retry(async (again) => {
    const { userId } = ctx.caller;
    const file = await findOwnFile(ctx.caller, fileId);
    requireShowable(ctx.caller, file);
    const { status, image } = file;
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
    return ctx.commit([writeIf(change, tokenInvalid), condition(isAsRead, again)], {
      status: isRendered ? 'ready' : 'pending',
    });
  });
}
