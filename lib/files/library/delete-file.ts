import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { retry } from '../../model/retry.ts';
import { removal } from './change-file.ts';
import { findChangeableFile } from './find-file.ts';

/**
 * Deletes a file that the caller may change: nobody sees it from now on, and a worker removes its
 * content.
 *
 * @throws AppError as `findChangeableFile`
 */
export function deleteFile(ctx: Context<UserCaller>, fileId: string): Promise<undefined> {
  return retry(async (again) => {
    const file = await findChangeableFile(ctx.caller, fileId);
    // It may have been completed, refused or deleted in between: look again.
    return ctx.commit(removal(file, again), undefined);
  });
}
