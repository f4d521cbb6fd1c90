import type { RequestCaller } from '../auth/caller.ts';
import { AppError } from '../errors/app-error.ts';
import type { StoredFile } from './file-view.ts';
import { Files } from './files.entity.ts';

export async function readFile(fileId: string): Promise<StoredFile | null> {
  const { data } = await Files.get({ fileId }).go({ consistent: true });
  return data;
}

/** Whether somebody may see a file: its owner, and everybody what is public and there. */
export function maySee(caller: RequestCaller, file: StoredFile): boolean {
  if (caller.kind === 'user' && caller.userId === file.ownerId) return true;
  return file.visibility === 'public' && file.status === 'ready';
}

/** A file that the caller may see. @throws AppError `files.file_not_found` */
export async function findVisibleFile(caller: RequestCaller, fileId: string): Promise<StoredFile> {
  const file = await readFile(fileId);
  if (!file || !maySee(caller, file)) throw new AppError('files.file_not_found');
  return file;
}

/** One of the caller's files. @throws AppError `files.file_not_found` · `files.file_forbidden` */
export async function findOwnFile(
  caller: RequestCaller & { userId: string },
  fileId: string,
): Promise<StoredFile> {
  const file = await findVisibleFile(caller, fileId);
  if (file.ownerId !== caller.userId) throw new AppError('files.file_forbidden');
  return file;
}
