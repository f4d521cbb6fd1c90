import type { UserCaller } from '../../caller.ts';
import { AppError, type InputFault } from '../../errors/app-error.ts';
import { isShown } from '../../files/library/content-types.ts';
import { isReader } from '../../files/library/credentials.ts';
import type { StoredFile } from '../../files/library/file-view.ts';
import { Files } from '../../files/library/files.entity.ts';
import { largestImage } from '../../files/library/image.ts';
import { one } from '../../model/read.ts';
import { check, condition, type Otherwise, type Write, write } from '../../model/write.ts';
import { imageUnusable } from '../errors.ts';
import type { PostView } from '../posts/schema.ts';
import { PostImages } from './post-images.entity.ts';

/** Names a file to be read together with other items. */
export const fileRead = (fileId: string) => one(Files, { fileId });

/**
 * The files among what was found that a post of the caller's may show, in the order of the ids.
 *
 * @throws AppError `sns.image_unusable`, with the place of each that cannot be used
 */
export function usableFiles(
  caller: UserCaller,
  fileIds: readonly string[],
  found: readonly (StoredFile | null)[],
): StoredFile[] {
  const errors: InputFault[] = [];
  const files = fileIds.flatMap((_, index) => {
    const file = found[index];
    const message = file && isReader(caller, file) ? faultOf(file) : 'is none of your files';
    if (message === undefined) return file ?? [];
    errors.push({ path: `body.fileIds.${index}`, message, rule: 'custom' });
    return [];
  });
  if (errors.length > 0) throw new AppError(imageUnusable, { errors });
  return files;
}

function faultOf(file: StoredFile): string | undefined {
  const { contentType, size, purpose, status, image } = file;
  if (!isShown(contentType)) return 'is not a picture';
  if (size > largestImage) return 'is larger than 32 MB, which is the most of a picture';
  if (purpose !== undefined) return 'is for a profile, and goes when another takes its place there';
  if (status !== 'ready') return 'has not been uploaded and completed';
  if (image?.state === 'failed') return 'is a picture that nothing can be made of';
  return undefined;
}

/** What a post keeps of a file. */
export const postImageOf = ({ fileId, image }: StoredFile) => postImage(fileId, image ?? {});

/** A picture in a post; dimensions are in pixels, upright, and left out until they are known. */
export const postImage = (
  fileId: string,
  { width, height }: { width?: number | undefined; height?: number | undefined },
) => ({ fileId, ...(width !== undefined && { width }), ...(height !== undefined && { height }) });

/** The writes by which a new post shows files; `otherwise` when they are not as they were read. */
export const imageWrites = (
  files: readonly StoredFile[],
  postId: string,
  otherwise: Otherwise<PostView>,
): Write<PostView>[] =>
  files.flatMap(({ fileId, image }) => {
    const isAsRead = check(Files, { fileId }).where(
      (is, { exists, notExists, eq }) =>
        `${image ? exists(is.image) : notExists(is.image)} AND ${eq(is.status, 'ready')}`,
    );
    return [condition(isAsRead, otherwise), write(PostImages.put({ fileId, postId }))];
  });
