import type { AnonymousCaller, UserCaller } from '../auth/caller.ts';
import { presignDownload } from '../aws/presign.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { attachmentNamed, isShown } from './content-types.ts';
import type { StoredFile } from './file-view.ts';
import { findSeenFile } from './find-seen-file.ts';
import { type RenditionSize, renditionSizes } from './image.ts';
import { linkSeconds } from './link-seconds.ts';
import { linkToRendition } from './renditions.ts';

export interface ContentQuery {
  /** Asks for a rendition. */
  size?: RenditionSize | undefined;
  /** The post in which the caller has found a picture. */
  post?: string | undefined;
}

/**
 * A link to the content of a file that the caller may see, or to a rendition of it.
 *
 * @throws AppError `files.file_not_found` · `auth.scope_missing` · `files.not_ready` ·
 *   `files.not_an_image` · `files.image_refused`
 */
export async function linkToContent(
  { caller, now }: Context<UserCaller | AnonymousCaller>,
  fileId: string,
  { size, post }: ContentQuery,
): Promise<string> {
  const { file, sight } = await findSeenFile(caller, fileId, post);
  if (size !== undefined || sight === 'renditions') {
    requireRendered(file);
    return linkToRendition(fileId, size ?? renditionSizes[0], now);
  }
  const { objectKey } = file;
  if (objectKey === undefined) throw new AppError('files.not_ready');
  return presignDownload({
    key: objectKey,
    // What a browser would run is no picture to it, wherever it opens it.
    contentType: isShown(file.contentType) ? file.contentType : 'application/octet-stream',
    contentDisposition: attachmentNamed(file.name),
    now,
    expiresInSeconds: linkSeconds,
  });
}

function requireRendered({ contentType, image }: StoredFile): void {
  if (!isShown(contentType)) throw new AppError('files.not_an_image');
  if (!image) throw new AppError('files.not_ready');
  if (image.state === 'failed') throw new AppError('files.image_refused');
}
