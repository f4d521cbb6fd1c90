import type { SystemCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import type { StoredFile } from '../files/file-view.ts';
import { readFile } from '../files/find-file.ts';
import { createCommit } from '../model/commit.ts';
import { write } from '../model/write.ts';
import type { Post } from './policy.ts';
import { postImage } from './post-images.ts';
import { Posts } from './posts.entity.ts';

type SettlingContext = Context<SystemCaller>;

/**
 * Has posts follow what became of a picture in them: rendered, it has dimensions; refused or deleted,
 * it is theirs no more.
 *
 * @param postIds Of a picture that is deleted, the posts that it was in.
 */
export async function settlePostImage(
  ctx: SettlingContext,
  fileId: string,
  postIds?: readonly string[],
): Promise<void> {
  const file = await readFile(fileId);
  for (const postId of file?.postIds ?? postIds ?? []) await settle(ctx, postId, fileId, file);
}

async function settle(
  ctx: SettlingContext,
  postId: string,
  fileId: string,
  file: StoredFile | null,
): Promise<void> {
  const { data: post } = await Posts.get({ postId }).go({ consistent: true });
  const was = post?.images;
  if (!was?.some((image) => image.fileId === fileId)) return;
  const images = settled(was, fileId, file);
  if (JSON.stringify(images) === JSON.stringify(was)) return;
  const change = Posts.patch({ postId })
    .set({ images })
    .where((is, { eq }) => eq(is.images, was));
  // Not the commit of the message: the condition alone makes it happen once.
  const commit = createCommit({ actor: `system:${ctx.caller.name}`, now: ctx.now });
  await commit<void>(
    // Another of its pictures was settled meanwhile, or it is gone.
    [write<void>(change, { otherwise: () => settle(ctx, postId, fileId, file) })],
    undefined,
  );
}

function settled(was: NonNullable<Post['images']>, fileId: string, file: StoredFile | null) {
  const isLost = !file || file.image?.state === 'failed';
  return was
    .filter((image) => !isLost || image.fileId !== fileId)
    .map((image) => postImage(image.fileId, image.fileId === fileId ? (file?.image ?? {}) : image));
}
