import type { UserCaller } from '../auth/caller.ts';
import { config } from '../config.ts';
import { AppError, type InputFault } from '../errors/app-error.ts';
import { isShown } from '../files/content-types.ts';
import type { StoredFile } from '../files/file-view.ts';
import { Files } from '../files/files.entity.ts';
import { isOwner } from '../files/find-file.ts';
import { largestImage, renditionType } from '../files/image.ts';
import { one } from '../model/read.ts';
import { type Otherwise, type Write, write } from '../model/write.ts';
import type { Post } from './policy.ts';
import type { PostFileView, PostView } from './schema.ts';

/** Posts that can show one picture. */
const mostPosts = 50;

/** Names a file to be read together with other items. */
export const fileRead = (fileId: string) => one(Files, Files.get({ fileId }));

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
    const message = file && isOwner(caller, file) ? faultOf(file) : 'is none of your files';
    if (message === undefined) return file ?? [];
    errors.push({ path: `body.fileIds.${index}`, message });
    return [];
  });
  if (errors.length > 0) throw new AppError('sns.image_unusable', { errors });
  return files;
}

function faultOf(file: StoredFile): string | undefined {
  const { contentType, size, purpose, status, image, postIds } = file;
  if (!isShown(contentType)) return 'is not a picture';
  if (size > largestImage) return 'is larger than 32 MB, which is the most of a picture';
  if (purpose !== undefined) return 'is for a profile, and goes when another takes its place there';
  if (status !== 'ready') return 'has not been uploaded and completed';
  if (image?.state === 'failed') return 'is a picture that nothing can be made of';
  if ((postIds?.length ?? 0) >= mostPosts) return `is in ${mostPosts} posts, which is the most`;
  return undefined;
}

/** What a post keeps of a file. */
export const postImageOf = ({ fileId, image }: StoredFile) => postImage(fileId, image ?? {});

/** A picture in a post; dimensions are in pixels, upright, and left out until they are known. */
export const postImage = (
  fileId: string,
  { width, height }: { width?: number | undefined; height?: number | undefined },
) => ({ fileId, ...(width !== undefined && { width }), ...(height !== undefined && { height }) });

/** The writes by which files know a new post; `otherwise` when they are not as they were read. */
export const imageWrites = (
  files: readonly StoredFile[],
  postId: string,
  otherwise: Otherwise<PostView>,
): Write<PostView>[] =>
  files.map(({ fileId, image }) => {
    const known = Files.patch({ fileId })
      .add({ postIds: [postId] })
      .where(
        (is, { exists, notExists, size, escape: value }) =>
          `${image ? exists(is.image) : notExists(is.image)} AND (${notExists(is.postIds)} OR ${size(is.postIds)} < ${value(mostPosts)})`,
      );
    return write(known, { otherwise });
  });

/** What is shown of a post's pictures; dimensions are those of the original. */
export const toFileViews = ({ images = [] }: Post): PostFileView[] =>
  images.map(({ fileId, width, height }) => ({
    id: fileId,
    contentType: renditionType,
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    url: `${config.apiUrl}/v1/files/${fileId}/content?size=1024`,
  }));
