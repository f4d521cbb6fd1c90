import { DeleteObjectCommand, HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { reconcileContents as command } from '../../../events/messages/files.ts';
import { reconcileContents as queue } from '../../../events/queues/files.ts';
import { s3 } from '../../aws/s3.ts';
import type { SystemCaller } from '../../caller.ts';
import { config } from '../../config.ts';
import type { Context } from '../../context.ts';
import { metrics } from '../../metrics.ts';
import { getTogether, one } from '../../model/read.ts';
import { writeIf } from '../../model/write.ts';
import { continueLater } from '../../queue/continue-later.ts';
import { draft, type MessageOf } from '../../queue/message.ts';
import { isShown } from '../library/content-types.ts';
import type { StoredFile } from '../library/file-view.ts';
import { Files } from '../library/files.entity.ts';
import { readFile } from '../library/find-file.ts';
import { isGone } from '../library/gone.ts';
import { fileIdIn } from '../library/object-keys.ts';
import { giveRoomBack } from '../library/quota.ts';
import type { FileUse } from '../uses.ts';
import { isUsual, type ObjectCounts } from './orphan-brake.ts';
import { isBeingCopied } from './remove-objects.ts';

const Bucket = config.bucketName;

/** Hours more after which nobody makes renditions of a picture any more. */
const renderingHours = 24;

/** Objects, or items of the table, that one run looks at. */
const pageSize = 1000;

/** Objects that one run may remove: a run that dies and comes again removes at most so many more. */
const removalSize = 100;

type ReconcileContext = Context<SystemCaller>;

type Command = MessageOf<typeof command>['data'];

/** Where one run begins, and what earlier ones have counted. */
type Part = Omit<Command, 'of'>;

/** RFC 3339. */
export const hoursBefore = (time: Date, hours: number) =>
  new Date(time.getTime() - hours * 3_600_000).toISOString();

/** Orders that a page is compared. */
export async function orderReconciliation(ctx: ReconcileContext, next: Command): Promise<void> {
  await continueLater(ctx, queue, [draft(command, next.of, next)]);
}

/**
 * One page. At first objects that no file needs are counted, and then removed, unless they are
 * {@link isUsual unusually} many and nobody forces it: then they are told of. Of the items, files go that
 * were uploaded to be shown in one place and are not, and files are marked whose content is not there,
 * and pictures that were given up. All are counted and told in the log. A command goes on with the next
 * page.
 */
export async function reconcileContents(
  ctx: ReconcileContext,
  uses: readonly FileUse[],
  { of, ...part }: Command,
): Promise<void> {
  const next = await pages[of](ctx, part, uses);
  if (next !== undefined) await orderReconciliation(ctx, next);
}

/** Each does one page, and answers what is to be done next. */
const pages: Record<
  Command['of'],
  (ctx: ReconcileContext, part: Part, uses: readonly FileUse[]) => Promise<Command | undefined>
> = { objects: countOrphans, orphans: removeOrphans, items: reconcileItems };

async function countOrphans(
  ctx: ReconcileContext,
  { counted = { objects: 0, orphans: 0 }, ...part }: Part,
): Promise<Command> {
  const { objects, orphans, after } = await readObjects(part);
  if (orphans.length > 0) {
    const examples = orphans.slice(0, 10);
    ctx.log.warn('objects that no file needs are found', { orphans: orphans.length, examples });
  }
  const counts = {
    objects: counted.objects + objects,
    orphans: counted.orphans + orphans.length,
  };
  if (after !== undefined) return { ...part, of: 'objects', after, counted: counts };
  return whatFollows(ctx, part, counts);
}

/** Decides by what was counted. */
function whatFollows(
  ctx: ReconcileContext,
  { olderThan, force = false }: Part,
  counts: ObjectCounts,
): Command {
  const { orphans } = counts;
  if (orphans > 0 && (force || isUsual(counts))) return { of: 'orphans', olderThan, left: orphans };
  if (orphans > 0) {
    count({ objectsHeldBack: orphans });
    ctx.log.error('objects that no file needs are too many to be removed unasked', { ...counts });
  }
  return { of: 'items', olderThan };
}

/**
 * Removes about as many as were counted, and no more: the table may have been restored since. A page that
 * failed is done again and removes the rest of it.
 */
async function removeOrphans(ctx: ReconcileContext, { left = 0, ...part }: Part): Promise<Command> {
  const { orphans, after } = await readObjects(part, removalSize);
  const removed = orphans.slice(0, left);
  for (const Key of removed) {
    await s3().send(new DeleteObjectCommand({ Bucket, Key }));
    ctx.log.warn('an object that no file needs is removed', { objectKey: Key });
  }
  count({ objectsWithoutFile: removed.length });
  const remaining = left - removed.length;
  if (after === undefined || remaining === 0) return { of: 'items', olderThan: part.olderThan };
  return { ...part, of: 'orphans', after, left: remaining };
}

/** One page of objects: how many they are, which of them no file needs, and where the next page begins. */
async function readObjects(
  { olderThan, after }: Part,
  limit = pageSize,
): Promise<{
  objects: number;
  orphans: readonly string[];
  after: string | undefined;
}> {
  const { Contents = [], NextContinuationToken } = await s3().send(
    new ListObjectsV2Command({ Bucket, MaxKeys: limit, ContinuationToken: after }),
  );
  const old = Contents.filter(
    ({ LastModified }) => (LastModified?.toISOString() ?? '') < olderThan,
  );
  const keys = old.flatMap(({ Key }) => Key ?? []);
  const files = await getTogether(
    keys.map((key) => one(Files, { fileId: fileIdIn(key) })),
    { consistent: true },
  );
  const orphans: string[] = [];
  for (const [index, key] of keys.entries()) {
    if (isNeeded(key, files[index] ?? null) || (await isBeingCopied(fileIdIn(key)))) continue;
    orphans.push(key);
  }
  return { objects: Contents.length, orphans, after: NextContinuationToken };
}

function isNeeded(key: string, file: StoredFile | null): boolean {
  if (!file) return false;
  const [folder] = key.split('/');
  // While a file is pending nobody can say which of its contents will be the one.
  if (folder === 'files') return file.status === 'pending' || file.objectKey === key;
  if (folder === 'uploads') return file.status === 'pending';
  return file.image?.state !== 'failed';
}

async function reconcileItems(
  ctx: ReconcileContext,
  { olderThan, after }: Part,
  uses: readonly FileUse[],
): Promise<Command | undefined> {
  const { data, cursor } = await Files.scan.go({
    limit: pageSize,
    cursor: after ?? null,
    pages: 1,
  });
  let [unused, lost, givenUp] = [0, 0, 0];
  const longAgo = hoursBefore(new Date(olderThan), renderingHours);
  for (const file of data) {
    if (file.createdAt < olderThan && (await isRemovedAsUnused(ctx, file, uses))) {
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
    picturesWithoutUse: unused,
  });
  return cursor === null ? undefined : { of: 'items', olderThan, after: cursor };
}

/** Whether a file was uploaded for a profile, is not shown there, and has been removed. */
async function isRemovedAsUnused(
  ctx: ReconcileContext,
  file: StoredFile,
  uses: readonly FileUse[],
): Promise<boolean> {
  const { purpose, status } = file;
  // What is pending expires.
  if (purpose === undefined || status === 'pending') return false;
  for (const use of uses) {
    if (await use.removeUnused?.(ctx, file)) return true;
  }
  return false;
}

const awaitsRenditions = ({ status, contentType, image }: StoredFile) =>
  status === 'ready' && isShown(contentType) && image === undefined;

/** Says of a picture that nothing came of it, as far as nobody has said otherwise; whether it did. */
function giveUp(ctx: ReconcileContext, fileId: string): Promise<boolean> {
  const change = Files.patch({ fileId })
    .set({ image: { state: 'failed', reason: 'unreadable' } })
    .where((is, { notExists, eq }) => `${notExists(is.image)} AND ${eq(is.status, 'ready')}`);
  return ctx.apply([writeIf(change, () => false)], true);
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
  return ctx.apply([writeIf(change, () => false), giveRoomBack(ownerId, size)], true);
}

const count = (values: Record<string, number>) => metrics('worker', { domain: 'files' }, values);
