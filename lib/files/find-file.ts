import type { RequestCaller } from '../auth/caller.ts';
import { AppError } from '../errors/app-error.ts';
import { Users } from '../identity/users.entity.ts';
import type { StoredFile } from './file-view.ts';
import { Files } from './files.entity.ts';

export async function readFile(fileId: string): Promise<StoredFile | null> {
  const { data } = await Files.get({ fileId }).go({ consistent: true });
  return data;
}

/** Whether somebody acts as the owner of a file, by credentials that reach files. */
const isOwner = (caller: RequestCaller, { ownerId }: StoredFile) =>
  caller.kind === 'user' &&
  caller.userId === ownerId &&
  caller.scopes.some((scope) => scope.startsWith('files:'));

/** Whether everybody may see a file: not before it is ready, and not when its owner is gone. */
async function isPublished({ visibility, status, ownerId }: StoredFile): Promise<boolean> {
  if (visibility !== 'public' || status !== 'ready') return false;
  const { data: owner } = await Users.get({ userId: ownerId }).go({ consistent: true });
  return owner !== null && owner.status !== 'deleted';
}

/** A file that the caller may see. @throws AppError `files.file_not_found` */
export async function findVisibleFile(caller: RequestCaller, fileId: string): Promise<StoredFile> {
  const file = await readFile(fileId);
  if (file && (isOwner(caller, file) || (await isPublished(file)))) return file;
  throw new AppError('files.file_not_found');
}

/** One of the caller's files. @throws AppError `files.file_not_found` · `files.file_forbidden` */
export async function findOwnFile(
  caller: RequestCaller & { userId: string },
  fileId: string,
): Promise<StoredFile> {
  const file = await findVisibleFile(caller, fileId);
  if (!isOwner(caller, file)) throw new AppError('files.file_forbidden');
  return file;
}
