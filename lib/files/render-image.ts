import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { SystemCaller } from '../auth/caller.ts';
import { s3 } from '../aws/s3.ts';
import { config } from '../config.ts';
import type { Context } from '../context.ts';
import { createCommit } from '../model/commit.ts';
import { write } from '../model/write.ts';
import { isShown } from './content-types.ts';
import type { StoredFile } from './file-view.ts';
import { Files } from './files.entity.ts';
import { readFile } from './find-file.ts';
import { isGone } from './gone.ts';
import { largestImage, type RefusedImage } from './image.ts';
import { type Rendering, render } from './render.ts';
import { keepRenditions, removeRenditions } from './renditions.ts';

/**
 * Makes the renditions of a picture, and says on its file what came of it. Those of a file that is
 * deleted meanwhile go again.
 */
export async function renderImage(ctx: Context<SystemCaller>, fileId: string): Promise<void> {
  const file = await readFile(fileId);
  if (!file) return removeRenditions(fileId);
  if (file.image || file.status !== 'ready' || !isShown(file.contentType)) return;
  const rendering = await renderContent(file);
  const isRendered = 'renditions' in rendering;
  if (isRendered) await keepRenditions(fileId, rendering.renditions);
  const image = isRendered ? rendering.image : rendering;
  if (!isRendered)
    ctx.log.warn('an image cannot be rendered', { fileId, reason: rendering.reason });
  const change = Files.patch({ fileId })
    .set({ image })
    .where((is, { notExists }) => notExists(is.image));
  // Not the commit of the message: the condition alone makes it happen once.
  const commit = createCommit({ actor: `system:${ctx.caller.name}`, now: ctx.now });
  await commit<void>(
    [
      write<void>(change, {
        otherwise: (existing) => (existing ? undefined : removeRenditions(fileId)),
      }),
    ],
    undefined,
  );
}

async function renderContent({
  objectKey: Key,
  size,
}: StoredFile): Promise<Rendering | RefusedImage> {
  if (size > largestImage) return { state: 'failed', reason: 'too_large' };
  try {
    const { Body } = await s3().send(new GetObjectCommand({ Bucket: config.bucketName, Key }));
    return await render((await Body?.transformToByteArray()) ?? new Uint8Array());
  } catch (error) {
    // The file is being deleted, or the nightly reconciliation will tell that its content is lost.
    if (isGone(error)) return { state: 'failed', reason: 'unreadable' };
    throw error;
  }
}
