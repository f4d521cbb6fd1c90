import {
  fileCompleted,
  fileCreated,
  fileDeleted,
  fileRefused,
  fileUpdated,
} from '../../events/messages/files.ts';
import { type ChangeRule, onChange } from '../events/change.ts';
import { draft } from '../queue/message.ts';
import { Files } from './files.entity.ts';

const fileChanges = onChange(Files, (before, after) => {
  const file = after ?? before;
  if (!file) return [];
  const { fileId, ownerId } = file;
  const tell = (definition: typeof fileCreated | typeof fileDeleted) => [
    draft(definition, fileId, { fileId, ownerId }),
  ];
  if (!before) return tell(fileCreated);
  if (!after) return tell(fileDeleted);
  if (before.status === after.status) {
    return before.version === after.version
      ? []
      : [draft(fileUpdated, fileId, { fileId, ownerId })];
  }
  const definition = after.status === 'ready' ? fileCompleted : fileRefused;
  return [draft(definition, fileId, { fileId, ownerId })];
});

/** What changes of files are told as. */
export const filesChanges: readonly ChangeRule[] = [fileChanges];
