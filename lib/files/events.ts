import {
  fileCompleted,
  fileCopyBegun,
  fileCopyEnded,
  fileCreated,
  fileDeleted,
  fileLost,
  fileRefused,
  fileUpdated,
  imageRefused,
  imageRemoved,
  imageRendered,
  imageUploaded,
} from '../../events/messages/files.ts';
import { type ChangeRule, onChange } from '../events/change.ts';
import { type Draft, draft } from '../queue/message.ts';
import { isShown } from './library/content-types.ts';
import { companyOf, type StoredFile } from './library/file-view.ts';
import { Files } from './library/files.entity.ts';
import { fileIdIn } from './library/object-keys.ts';
import { Uploads } from './library/uploads.entity.ts';

/** What every event of a file says. */
function dataOf(file: StoredFile) {
  const { fileId, ownerId } = file;
  const companyId = companyOf(file);
  return { fileId, ownerId, ...(companyId !== undefined && { companyId }) };
}

function fileEvents(before: StoredFile | undefined, after: StoredFile | undefined): Draft[] {
  const file = after ?? before;
  if (!file) return [];
  const { fileId } = file;
  const data = dataOf(file);
  const tell = (definition: typeof fileCreated | typeof fileCopyBegun | typeof fileDeleted) => [
    draft(definition, fileId, data),
  ];
  if (!before) return [...tell(fileCreated), ...(file.copyOf ? tell(fileCopyBegun) : [])];
  if (!after) return tell(fileDeleted);
  if (before.status === after.status) {
    return before.version === after.version ? [] : [draft(fileUpdated, fileId, data)];
  }
  if (before.status === 'ready') return [draft(fileLost, fileId, data)];
  const definition = after.status === 'ready' ? fileCompleted : fileRefused;
  return [draft(definition, fileId, data)];
}

const isPicture = (file: StoredFile | undefined): file is StoredFile =>
  file?.status === 'ready' && isShown(file.contentType);

/** A post may still show a file whose content is lost. */
const wasPicture = ({ status, contentType }: StoredFile): boolean =>
  status !== 'pending' && isShown(contentType);

function imageEvents(before: StoredFile | undefined, after: StoredFile | undefined): Draft[] {
  const file = after ?? before;
  if (!file) return [];
  const { fileId } = file;
  const data = dataOf(file);
  const copyOf = before?.copyOf;
  if (!after) return wasPicture(file) ? [draft(imageRemoved, fileId, data)] : [];
  if (!isPicture(after)) return [];
  if (!isPicture(before)) {
    const copiedFrom = copyOf === undefined ? undefined : fileIdIn(copyOf);
    return [draft(imageUploaded, fileId, { ...data, ...(copiedFrom && { copiedFrom }) })];
  }
  if (before.image || !after.image) return [];
  const definition = after.image.state === 'ready' ? imageRendered : imageRefused;
  return [draft(definition, fileId, data)];
}

/** Turns changes of files and uploads into events. */
export const filesChanges: readonly ChangeRule[] = [
  onChange(Files, (before, after) => [...fileEvents(before, after), ...imageEvents(before, after)]),
  onChange(Uploads, (before, after) =>
    before?.originalId === undefined || after
      ? []
      : [draft(fileCopyEnded, before.originalId, { fileId: before.originalId })],
  ),
];
