import { type Otherwise, type Write, write } from '../../model/write.ts';
import type { StoredFile } from './file-view.ts';
import { Files } from './files.entity.ts';
import { giveRoomBack } from './quota.ts';
import { Uploads } from './uploads.entity.ts';

/** The writes that remove a file as it is, with the room that it takes. */
export function removal<Outcome>(
  { fileId, ownerId, size, status }: StoredFile,
  otherwise: Otherwise<Outcome>,
): Write<Outcome>[] {
  const gone = Files.remove({ fileId }).where((is, { eq }) => eq(is.status, status));
  return [
    write(gone, { otherwise }),
    ...(status === 'failed' ? [] : [giveRoomBack<Outcome>(ownerId, size)]),
    ...(status === 'pending' ? [write<Outcome>(Uploads.delete({ fileId }))] : []),
  ];
}
