import { DeleteObjectCommand, HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { reconcileContents as command } from '../../events/messages/files.ts';
import { reconcileContents as queue } from '../../events/queues/files.ts';
import { callerId, type SystemCaller } from '../auth/caller.ts';
import { s3 } from '../aws/s3.ts';
import { config } from '../config.ts';
import type { Context } from '../context.ts';
import { removeUnusedImage } from '../identity/settle-profile-images.ts';
import { metrics } from '../metrics.ts';
import { createCommit } from '../model/commit.ts';
import { getTogether, one } from '../model/read.ts';
import { write } from '../model/write.ts';
import { continuationId } from '../queue/continuation.ts';
import { enqueue } from '../queue/enqueue.ts';
import { draft } from '../queue/message.ts';
import { isShown } from './content-types.ts';
import type { StoredFile } from './file-view.ts';
import { Files } from './files.entity.ts';
import { readFile } from './find-file.ts';
import { isGone } from './gone.ts';
import { fileIdIn } from './object-keys.ts';
import { giveRoomBack } from './quota.ts';
import { isBeingCopied } from './remove-objects.ts';

const Bucket = config.bucketName;

/** Hours that an object may be there before anybody knows of it. */
const graceHours = 24;

/** Hours more after which nobody makes renditions of a picture any more. */
const renderingHours = 24;

/** Objects, or items of the table, that one run looks at. */
const pageSize = 1000;

type ReconcileContext = Context<SystemCaller>;

interface Part {
  /** Objects first, then items. */
  of: 'objects' | 'items';
  /** RFC 3339: what is younger is not looked at. */
  olderThan: string;
  /** Where an earlier run stopped. */
  after?: string | undefined;
}

/** Orders that objects and items are compared. */
export const orderReconciliation = (ctx: ReconcileContext, slot: Date): Promise<void> =>
  order(ctx, {
    of: 'objects',
    olderThan: hoursBefore(slot, graceHours),
  });

const hoursBefore = (time: Date, hours: number) =>
  new Date(time.getTime() - hours * 3_600_000).toISOString();

async function order(ctx: ReconcileContext, part: Part): Promise<void> {
  const id = continuationId(ctx.requestId, JSON.stringify(part));
  await enqueue(queue, [{ ...draft(command, part.of, part), id }], {
    actor: callerId(ctx.caller),
    now: ctx.now,
  });
}

/**
 * One page: removes objects that no file needs, then files that were uploaded for a profile and are not
 * shown there, and marks files whose content is not there, and pictures that were given up. All are
 * counted and told in the log. A command goes on with the next page.
 */
export async function reconcile(ctx: ReconcileContext, part: Part): Promise<void> {
  const { of, olderThan } = part;
  const page = of === 'objects' ? reconcileObjects : reconcileItems;
  const after = await page(ctx, olderThan, part.after);
  if (after !== undefined) return order(ctx, { of, olderThan, after });
  if (of === 'objects') await order(ctx, { of: 'items', olderThan });
}

/** One page of objects; answers where the next begins. */
async function reconcileObjects(
  ctx: ReconcileContext,
  olderThan: string,
  after: string | undefined,
): Promise<string | undefined> {
  const { Contents = [], NextContinuationToken } = await s3().send(
    new ListObjectsV2Command({ Bucket, MaxKeys: pageSize, ContinuationToken: after }),
  );
  const old = Contents.filter(
    ({ LastModified }) => (LastModified?.toISOString() ?? '') < olderThan,
  );
  const keys = old.flatMap(({ Key }) => Key ?? []);
  const files = await getTogether(
    keys.map((key) => one(Files, { fileId: fileIdIn(key) })),
    { consistent: true },
  );
  const orphans = keys.filter((key, index) => !isNeeded(key, files[index] ?? null));
  let removed = 0;
  for (const Key of orphans) {
    if (await isBeingCopied(fileIdIn(Key))) continue;
    removed += 1;
    await s3().send(new DeleteObjectCommand({ Bucket, Key }));
    ctx.log.warn('an object that no file needs is removed', { key: Key });
  }
  count({ objectsWithoutFile: removed });
  return NextContinuationToken;
}

function isNeeded(key: string, file: StoredFile | null): boolean {
  if (!file) return false;
  const [folder] = key.split('/');
  // While a file is pending nobody can say which of its contents will be the one.
  if (folder === 'files') return file.status === 'pending' || file.objectKey === key;
  if (folder === 'uploads') return file.status === 'pending';
  return file.image?.state !== 'failed';
}

/** One page of items; answers where the next begins. */
async function reconcileItems(
  ctx: ReconcileContext,
  olderThan: string,
  after: string | undefined,
): Promise<string | undefined> {
  const { data, cursor } = await Files.scan.go({
    limit: pageSize,
    cursor: after ?? null,
    pages: 1,
  });
  let [unused, lost, givenUp] = [0, 0, 0];
  const longAgo = hoursBefore(new Date(olderThan), renderingHours);
  for (const file of data) {
    if (file.createdAt < olderThan && (await isRemovedAsUnused(ctx, file))) {
      unused += 1;
      continue;
    }
    if (file.createdAt < longAgo && awaitsRenditions(file) && (await giveUp(ctx, file.fileId))) {
      givenUp += 1;
      ctx.log.error('an image was never rendered', { fileId: file.fileId });
    }
    if (file.createdAt < olderThan && (await isLost(file)) && (await mark(ctx, file.fileId))) {
      lost += 1;
      ctx.log.error('the content of a file is lost', { fileId: file.fileId });
    }
  }
  count({
    filesWithoutObject: lost,
    imagesWithoutRenditions: givenUp,
    profileImagesWithoutProfile: unused,
  });
  return cursor ?? undefined;
}

/** Whether a file was uploaded for a profile, is not shown there, and has been removed. */
async function isRemovedAsUnused(ctx: ReconcileContext, file: StoredFile): Promise<boolean> {
  const { fileId, ownerId, purpose, status } = file;
  // What is pending expires.
  if (purpose === undefined || status === 'pending') return false;
  return removeUnusedImage(ctx, ownerId, fileId, { evenRefused: true });
}

const awaitsRenditions = ({ status, contentType, image }: StoredFile) =>
  status === 'ready' && isShown(contentType) && image === undefined;

/** Says of a picture that nothing came of it, as far as nobody has said otherwise; whether it did. */
function giveUp(ctx: ReconcileContext, fileId: string): Promise<boolean> {
  const change = Files.patch({ fileId })
    .set({ image: { state: 'failed', reason: 'unreadable' } })
    .where((is, { notExists, eq }) => `${notExists(is.image)} AND ${eq(is.status, 'ready')}`);
  return commitOf(ctx)<boolean>([write<boolean>(change, { otherwise: () => false })], true);
}

async function isLost({ objectKey: Key }: StoredFile): Promise<boolean> {
  if (Key === undefined) return false;
  try {
    await s3().send(new HeadObjectCommand({ Bucket, Key }));
    return false;
  } catch (error) {
    if (isGone(error)) return true;
    throw error;
  }
}

/** Says on a file that its content is not there, as far as it is still the same; whether it did. */
async function mark(ctx: ReconcileContext, fileId: string): Promise<boolean> {
  const file = await readFile(fileId);
  if (!file?.objectKey || !(await isLost(file))) return false;
  const { objectKey, ownerId, size } = file;
  const change = Files.patch({ fileId })
    .set({ status: 'failed' })
    .remove(['objectKey'])
    .add({ version: 1 })
    .where((is, { eq }) => eq(is.objectKey, objectKey));
  return commitOf(ctx)<boolean>(
    [write<boolean>(change, { otherwise: () => false }), giveRoomBack(ownerId, size)],
    true,
  );
}

/** Not the commit of the message: each file goes by itself. */
const commitOf = ({ caller, now }: ReconcileContext) =>
  createCommit({ actor: callerId(caller), now });

const count = (values: Record<string, number>) => metrics('worker', { domain: 'files' }, values);
