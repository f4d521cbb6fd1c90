import { presignDownload } from '../../aws/presign.ts';
import type { AnonymousCaller, UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { imageRefused, notAnImage, notReady } from '../errors.ts';
import { attachmentNamed, isShown } from '../library/content-types.ts';
import type { StoredFile } from '../library/file-view.ts';
import { type RenditionSize, renditionSizes, renditionType } from '../library/image.ts';
import { linkSeconds } from '../library/link-seconds.ts';
import type { FileUse } from '../uses.ts';
import { findSeenFile } from './find-seen-file.ts';
import { linkToRendition } from './renditions.ts';

export interface ContentQuery {
  /** Asks for a rendition. */
  size?: RenditionSize | undefined;
  /** The post in which the caller has found a picture. */
  post?: string | undefined;
}

type Reader = Context<UserCaller | AnonymousCaller>;

/**
 * A link to the content of a file that the caller may see, or to a rendition of it.
 *
 * @throws AppError `files.file_not_found` · `auth.key_bound_to_company` · `auth.scope_missing` ·
 *   `files.not_ready` · `files.not_an_image` · `files.image_refused`
 */
export async function getFileContent(
  ctx: Reader,
  uses: readonly FileUse[],
  fileId: string,
  query: ContentQuery,
): Promise<string> {
  const { now } = ctx;
  const content = await findContent(ctx, uses, fileId, query);
  if ('rendition' in content) return linkToRendition(fileId, content.rendition, now);
  const { objectKey: key, contentType, contentDisposition } = content;
  const expiresInSeconds = linkSeconds;
  return presignDownload({ key, contentType, contentDisposition, now, expiresInSeconds });
}

/** The headers of what {@link getFileContent} leads to; the length of a rendition is not known. */
export async function describeContent(
  ctx: Reader,
  uses: readonly FileUse[],
  fileId: string,
  query: ContentQuery,
): Promise<Record<string, string>> {
  const content = await findContent(ctx, uses, fileId, query);
  const headers = { 'accept-ranges': 'bytes', 'cache-control': 'no-store' };
  if ('rendition' in content) return { ...headers, 'content-type': renditionType };
  return {
    ...headers,
    'content-type': content.contentType,
    'content-disposition': content.contentDisposition,
    'content-length': String(content.size),
  };
}

async function findContent(
  { caller }: Reader,
  uses: readonly FileUse[],
  fileId: string,
  { size, ...place }: ContentQuery,
) {
  const { file, sight } = await findSeenFile(caller, uses, fileId, place);
  if (size !== undefined || sight === 'renditions') {
    requireRendered(file);
    return { rendition: size ?? renditionSizes[0] };
  }
  const { objectKey } = file;
  if (objectKey === undefined) throw new AppError(notReady);
  return {
    objectKey,
    // What a browser would run is no picture to it, wherever it opens it.
    contentType: isShown(file.contentType) ? file.contentType : 'application/octet-stream',
    contentDisposition: attachmentNamed(file.name),
    size: file.size,
  };
}

function requireRendered({ contentType, image }: StoredFile): void {
  if (!isShown(contentType)) throw new AppError(notAnImage);
  if (!image) throw new AppError(notReady);
  if (image.state === 'failed') throw new AppError(imageRefused);
}
