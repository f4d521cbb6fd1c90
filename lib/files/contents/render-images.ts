import { GetObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from '../../aws/s3.ts';
import type { SystemCaller } from '../../caller.ts';
import { config } from '../../config.ts';
import type { Context } from '../../context.ts';
import { writeIf } from '../../model/write.ts';
import { isShown } from '../library/content-types.ts';
import type { StoredFile } from '../library/file-view.ts';
import { Files } from '../library/files.entity.ts';
import { readFile } from '../library/find-file.ts';
import { isGone } from '../library/gone.ts';
import { largestImage, type RefusedImage, type RenderedImage } from '../library/image.ts';
import { type Rendering, render } from './render.ts';
import { copyRenditions, keepRenditions, removeRenditions } from './renditions.ts';

interface Picture {
  fileId: string;
  /** The file that has the same content. */
  copiedFrom?: string | undefined;
}

/**
 * Makes the renditions of a picture, or takes those of its original, and says on its file what came of
 * it. Those of a file that is deleted meanwhile go again.
 */
export async function renderImages(
  ctx: Context<SystemCaller>,
  { fileId, copiedFrom }: Picture,
): Promise<void> {
  const file = await readFile(fileId);
  if (!file) return removeRenditions(fileId);
  if (file.image || file.status !== 'ready' || !isShown(file.contentType)) return;
  const known = copiedFrom === undefined ? undefined : await takeFrom(copiedFrom, file);
  const image = known ?? (await renderAndKeep(file));
  if (image.state === 'failed') {
    ctx.log.warn('an image cannot be rendered', { fileId, reason: image.reason });
  }
  const change = Files.patch({ fileId })
    .set({ image })
    .where((is, { notExists }) => notExists(is.image));
  await ctx.apply(
    [writeIf(change, (existing) => (existing ? undefined : removeRenditions(fileId)))],
    undefined,
  );
}

type Image = RenderedImage | RefusedImage;

/** What came of the original, whose renditions become those of its copy; `undefined` where nobody knows. */
async function takeFrom(originalId: string, copy: StoredFile): Promise<Image | undefined> {
  const original = await readFile(originalId);
  const { state, reason, width, height } = original?.image ?? {};
  if (original?.sha256 !== copy.sha256) return undefined;
  if (state === 'failed' && reason) return { state, reason };
  if (state !== 'ready' || width === undefined || height === undefined) return undefined;
  return (await copyRenditions(originalId, copy.fileId)) ? { state, width, height } : undefined;
}

async function renderAndKeep(file: StoredFile): Promise<Image> {
  const rendering = await renderContent(file);
  if (!('renditions' in rendering)) return rendering;
  await keepRenditions(file.fileId, rendering.renditions);
  return rendering.image;
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
