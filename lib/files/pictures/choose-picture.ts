import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { retry } from '../../model/retry.ts';
import { check, condition, type Write } from '../../model/write.ts';
import type { StoredFile } from '../library/file-view.ts';
import { Files } from '../library/files.entity.ts';
import { requireShowable } from '../library/find-file.ts';
import { completeFile } from '../uploads/complete-file.ts';
import type { Hanging } from './frame.ts';
import type { PictureStatusView } from './schema.ts';

/**
 * Shows a picture, at once when its renditions are there, else as soon as they are. An upload that is
 * not complete yet is completed.
 *
 * @param find Finds it among those that the caller may choose.
 * @param hang The writes that hang it.
 * @throws AppError as `find` · `auth.scope_missing` · `files.not_an_image` · `files.not_uploaded` ·
 *   `files.content_refused` · `files.image_refused`
 */
export function choosePicture(
  ctx: Context<UserCaller>,
  find: () => Promise<StoredFile>,
  hang: (hanging: Hanging) => readonly Write<PictureStatusView>[],
): Promise<PictureStatusView> {
  return retry(async (again) => {
    const file = await find();
    requireShowable(ctx.caller, file);
    const { fileId, status, image } = file;
    if (status !== 'ready') await completeFile(ctx, fileId);
    const isRendered = image !== undefined;
    // What is awaited must not have come meanwhile: nobody would tell of it again.
    const isAsRead = check(Files, { fileId }).where((is, { exists, notExists, eq }) =>
      isRendered ? exists(is.image) : `${notExists(is.image)} AND ${eq(is.status, 'ready')}`,
    );
    return ctx.commit(
      [
        ...hang(isRendered ? { shown: fileId, awaited: null } : { awaited: fileId }),
        condition(isAsRead, again),
      ],
      { status: isRendered ? 'ready' : 'pending' },
    );
  });
}
