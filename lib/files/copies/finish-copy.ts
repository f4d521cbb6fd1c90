import { CopyObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from '../../aws/s3.ts';
import { config } from '../../config.ts';
import type { Context } from '../../context.ts';
import type { Commit } from '../../model/commit.ts';
import { write, writeIf } from '../../model/write.ts';
import { makerOf, type StoredFile } from '../library/file-view.ts';
import { Files } from '../library/files.entity.ts';
import { isGone } from '../library/gone.ts';
import { assembledKey, contentPrefix } from '../library/object-keys.ts';
import { giveRoomBack } from '../library/quota.ts';
import { Uploads } from '../library/uploads.entity.ts';
import { isInParts } from '../uploads/parts.ts';
import { copyParts } from './copy-parts.ts';

const Bucket = config.bucketName;

/**
 * Brings the content of a copy that was begun, and makes it ready; one whose original is gone fails.
 * Whether the original was there. What it brings for a copy that is deleted meanwhile, the nightly
 * task removes.
 */
export async function finishCopy(ctx: Context, copy: StoredFile): Promise<boolean> {
  const { fileId, ownerId, size, contentType, copyOf } = copy;
  if (copyOf === undefined) return true;
  // Whoever finishes it does it for who has ordered it.
  const apply: Commit = (writes, outcome) => ctx.apply(writes, outcome, { actor: makerOf(copy) });
  const isLarge = isInParts(size);
  const objectKey = isLarge
    ? assembledKey(fileId)
    : `${contentPrefix(fileId)}${copyOf.slice(copyOf.lastIndexOf('/') + 1)}`;
  const isCopied = isLarge
    ? await copyParts(apply, copy, copyOf)
    : await copyObject(copyOf, objectKey, contentType);
  const change = Files.patch({ fileId })
    .set(isCopied ? { status: 'ready', objectKey } : { status: 'failed' })
    .add({ version: 1 })
    .remove(['copyOf'])
    .where((is, { eq }) => eq(is.status, 'pending'));
  await apply(
    [
      writeIf(change, () => undefined),
      write(Uploads.delete({ fileId })),
      ...(isCopied ? [] : [giveRoomBack(ownerId, size)]),
    ],
    undefined,
  );
  return isCopied;
}

async function copyObject(from: string, Key: string, ContentType: string): Promise<boolean> {
  try {
    await s3().send(
      new CopyObjectCommand({
        Bucket,
        Key,
        CopySource: `${Bucket}/${from}`,
        MetadataDirective: 'REPLACE',
        TaggingDirective: 'REPLACE',
        ContentType,
      }),
    );
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}
