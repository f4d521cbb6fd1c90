import { settleRest } from '../../../events/messages/sns.ts';
import { settlePostImages as queue } from '../../../events/queues/sns.ts';
import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import type { StoredFile } from '../../files/library/file-view.ts';
import { readFile } from '../../files/library/find-file.ts';
import { find, getTogether } from '../../model/read.ts';
import { retryFrom } from '../../model/retry.ts';
import { write, writeIf } from '../../model/write.ts';
import { continueLater } from '../../queue/continue-later.ts';
import { draft } from '../../queue/message.ts';
import type { Post } from '../posts/policy.ts';
import { Posts } from '../posts/posts.entity.ts';
import { postRead } from '../posts/reads.ts';
import { PostImages } from './post-images.entity.ts';
import { postImage } from './post-images.ts';

/** Posts that one run goes through; a command goes on with the rest. */
const pageSize = 25;

type SettlingContext = Context<SystemCaller>;

/**
 * Has posts follow what became of a picture in them: rendered, it has dimensions; refused or deleted,
 * it is theirs no more.
 *
 * @param after Where an earlier run stopped.
 */
export async function settlePostImages(
  ctx: SettlingContext,
  { fileId, after }: { fileId: string; after?: string | undefined },
): Promise<void> {
  const file = await readFile(fileId);
  const { data: shown, cursor } = await PostImages.query
    .posts({ fileId })
    .go({ consistent: true, limit: pageSize, cursor: after ?? null });
  const posts = await getTogether(
    shown.map(({ postId }) => postRead(postId)),
    { consistent: true },
  );
  for (const [index, { postId }] of shown.entries()) {
    await settle(ctx, { postId, fileId, file }, posts[index] ?? null);
  }
  if (cursor === null) return;
  const rest = draft(settleRest, fileId, { fileId, after: cursor });
  await continueLater(ctx, queue, [rest], cursor);
}

interface Settlement {
  postId: string;
  fileId: string;
  file: StoredFile | null;
}

function settle(
  ctx: SettlingContext,
  { postId, fileId, file }: Settlement,
  read: Post | null,
): Promise<void> {
  return retryFrom(read, async (post, retried): Promise<void> => {
    const isLost = !file || file.image?.state === 'failed';
    const was = post?.images ?? [];
    const images = was
      .filter((image) => !isLost || image.fileId !== fileId)
      .map((image) =>
        postImage(image.fileId, image.fileId === fileId ? (file?.image ?? {}) : image),
      );
    // Another of its pictures was settled meanwhile, or it is gone.
    const again = async () => {
      const now = await find(Posts, { postId });
      return retried(now);
    };
    const change = Posts.patch({ postId })
      .set({ images })
      .where((is, { eq }) => eq(is.images, was));
    await ctx.apply(
      [
        ...(JSON.stringify(images) === JSON.stringify(was) ? [] : [writeIf(change, again)]),
        ...(isLost ? [write(PostImages.delete({ fileId, postId }))] : []),
      ],
      undefined,
    );
  });
}
