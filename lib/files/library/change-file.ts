import { type Otherwise, type Write, write, writeIf } from '../../model/write.ts';
import type { StoredFile } from './file-view.ts';
import { Files } from './files.entity.ts';
import { giveRoomBack } from './quota.ts';
import { Uploads } from './uploads.entity.ts';

/** The writes that remove a file as it is, with the room that it takes. */
export function removal<Outcome = never>(
  { fileId, ownerId, size, status }: StoredFile,
  otherwise: Otherwise<Outcome>,
): Write<Outcome>[] {
  const gone = Files.remove({ fileId }).where((is, { eq }) => eq(is.status, status));
  return [
    writeIf(gone, otherwise),
    ...(status === 'failed' ? [] : [giveRoomBack(ownerId, size)]),
    ...(status === 'pending' ? [write(Uploads.delete({ fileId }))] : []),
  ];
}
