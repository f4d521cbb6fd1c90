import type { AnonymousCaller, UserCaller } from '../auth/caller.ts';
import { presignDownload } from '../aws/presign.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { dispositionOf, isShown } from './content-types.ts';
import { findVisibleFile } from './find-file.ts';

/** For how long a link to a content is good. */
export const linkSeconds = 300;

/**
 * A link to the content of a file that the caller may see.
 *
 * @throws AppError `files.file_not_found` · `files.not_ready`
 */
export async function linkToContent(
  { caller, now }: Context<UserCaller | AnonymousCaller>,
  fileId: string,
): Promise<string> {
  const file = await findVisibleFile(caller, fileId);
  const { objectKey } = file;
  if (objectKey === undefined) throw new AppError('files.not_ready');
  return presignDownload({
    key: objectKey,
    // What a browser would run is no picture to it, wherever it opens it.
    contentType: isShown(file.contentType) ? file.contentType : 'application/octet-stream',
    contentDisposition: dispositionOf(file),
    now,
    expiresInSeconds: linkSeconds,
  });
}
