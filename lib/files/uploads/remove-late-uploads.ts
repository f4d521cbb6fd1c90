import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { s3 } from '../../aws/s3.ts';
import type { SystemCaller } from '../../caller.ts';
import { config } from '../../config.ts';
import type { Context } from '../../context.ts';
import { metrics } from '../../metrics.ts';
import { getTogether, one } from '../../model/read.ts';
import { Files } from '../library/files.entity.ts';
import { fileIdIn, uploadPrefix } from '../library/object-keys.ts';

const Bucket = config.bucketName;

const pageSize = 1000;

/** What one run looks at most; the next begins anew. */
const pagesPerRun = 50;
const parallelRemovals = 25;

/**
 * Removes what was uploaded for files that do not await it: the form of an upload is good for an hour,
 * whether or not its file is complete, refused or deleted meanwhile, and storage knows nothing of that.
 * Nobody's room holds it, so it goes with the next run.
 */
export async function removeLateUploads({ log }: Context<SystemCaller>): Promise<void> {
  let removed = 0;
  let after: string | undefined;
  for (let page = 0; page < pagesPerRun; page++) {
    const { Contents = [], NextContinuationToken } = await s3().send(
      new ListObjectsV2Command({
        Bucket,
        Prefix: uploadPrefix,
        MaxKeys: pageSize,
        ContinuationToken: after,
      }),
    );
    removed += await removeThose(Contents.flatMap(({ Key }) => Key ?? []));
    after = NextContinuationToken;
    if (after === undefined) break;
  }
  if (after !== undefined) log.warn('more uploads than one run looks at', { pages: pagesPerRun });
  metrics('worker', { domain: 'files' }, { lateUploads: removed });
  log.info('uploads that no file awaits are removed', { removed });
}

/** Removes those that no file awaits; how many these are. */
async function removeThose(keys: readonly string[]): Promise<number> {
  // A file is there before its form is, so that what is not there now has been.
  const files = await getTogether(
    keys.map((key) => one(Files, { fileId: fileIdIn(key) })),
    { consistent: true },
  );
  const late = keys.filter((_, index) => files[index]?.status !== 'pending');
  const next = late.values();
  const lane = async () => {
    for (const Key of next) await s3().send(new DeleteObjectCommand({ Bucket, Key }));
  };
  await Promise.all(Array.from({ length: parallelRemovals }, lane));
  return late.length;
}
