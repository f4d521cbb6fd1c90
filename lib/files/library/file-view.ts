import type { EntityItem } from 'electrodb';
import { isShown } from './content-types.ts';
import type { Files } from './files.entity.ts';
import type { FileView, ImageView } from './schema.ts';

export type StoredFile = EntityItem<typeof Files>;

/** The company whose file it is; `undefined` of one that is a user's own. */
export const companyOf = ({ ownerId, makerId }: StoredFile): string | undefined =>
  makerId === undefined ? undefined : ownerId;

/** Who has made a file, for a company or for themselves. */
export const makerOf = ({ ownerId, makerId = ownerId }: StoredFile): string => makerId;

/** A file as it is shown. */
export function toFileView(file: StoredFile): FileView {
  const { fileId, name, contentType, size, sha256, folder, visibility } = file;
  const { status, createdAt, version } = file;
  const companyId = companyOf(file);
  const image = toImageView(file);
  return {
    id: fileId,
    name,
    contentType,
    size,
    ...(sha256 !== undefined && { sha256 }),
    folder,
    visibility,
    ...(companyId !== undefined && { companyId }),
    status,
    ...(image && { image }),
    createdAt,
    version,
  };
}

/** What is known of a picture; `undefined` of another file, and of one whose content is not there. */
function toImageView({ status, contentType, image }: StoredFile): ImageView | undefined {
  if (status !== 'ready' || !isShown(contentType)) return undefined;
  return image ?? { state: 'pending' };
}
