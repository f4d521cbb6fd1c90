import type { EntityItem } from 'electrodb';
import type { Files } from './files.entity.ts';
import type { FileView } from './schema.ts';

export type StoredFile = EntityItem<typeof Files>;

/** A file as it is shown. */
export function toFileView(file: StoredFile): FileView {
  const { fileId, name, contentType, size, sha256, folder, visibility } = file;
  const { status, createdAt, version } = file;
  return {
    id: fileId,
    name,
    contentType,
    size,
    ...(sha256 !== undefined && { sha256 }),
    folder,
    visibility,
    status,
    createdAt,
    version,
  };
}
