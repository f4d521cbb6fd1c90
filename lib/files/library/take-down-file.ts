import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { retry } from '../../model/retry.ts';
import type { TakedownInput } from '../../moderation/schema.ts';
import { takingDown } from '../../moderation/takedown.ts';
import { fileNotFound } from '../errors.ts';
import { removal } from './change-file.ts';
import { makerOf } from './file-view.ts';
import { readFile } from './find-file.ts';

/**
 * Removes anybody's file, as its owner could, and tells who has made it why. Nobody sees it from now on:
 * workers remove its content, and take it out of the posts, the profile or the logo that show it.
 *
 * @throws AppError `files.file_not_found`
 */
export function takeDownFile(
  ctx: Context<UserCaller>,
  fileId: string,
  input: TakedownInput,
): Promise<undefined> {
  return retry(async (again) => {
    const file = await readFile(fileId);
    if (!file) throw new AppError(fileNotFound);
    const ownerId = makerOf(file);
    return ctx.commit(
      [
        // It may have been completed, refused or deleted in between: look again.
        ...removal(file, again),
        takingDown(ctx, { objectType: 'file', objectId: fileId, ownerId, ...input }),
      ],
      undefined,
    );
  });
}
