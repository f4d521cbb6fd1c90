import { config } from '../../config.ts';
import { impossible, type Write, writeIf } from '../../model/write.ts';
import { quotaExceeded } from '../errors.ts';
import { FileUsage } from './file-usage.entity.ts';

/** Takes room for a file; refused when there is not enough, whoever else takes some at the same time. */
export function takeRoom<Outcome = never>(ownerId: string, size: number): Write<Outcome> {
  const change = FileUsage.update({ ownerId })
    .add({ bytes: size, files: 1 })
    .where(
      ({ bytes }, { notExists, lte }) =>
        `${notExists(bytes)} OR ${lte(bytes, config.fileQuotaBytes - size)}`,
    );
  return writeIf(change, quotaExceeded);
}

/** Gives the room of a file back, in the transaction that ends it. */
export const giveRoomBack = <Outcome = never>(ownerId: string, size: number): Write<Outcome> =>
  writeIf(FileUsage.patch({ ownerId }).add({ bytes: -size, files: -1 }), impossible);
