import { scopeRefusal } from '../../auth/challenge.ts';
import type { RequestCaller } from '../../caller.ts';
import { AppError } from '../../errors/app-error.ts';
import { isThere } from '../../identity/accounts/authors.ts';
import { Users } from '../../identity/accounts/users.entity.ts';
import { find } from '../../model/read.ts';
import { fileForbidden, fileNotFound, imageRefused, notAnImage } from '../errors.ts';
import { isShown } from './content-types.ts';
import type { StoredFile } from './file-view.ts';
import { Files } from './files.entity.ts';
import { largestImage } from './image.ts';

export function readFile(fileId: string): Promise<StoredFile | null> {
  return find(Files, { fileId });
}

/**
 * Whether somebody acts as the owner of a file, by credentials that reach files; who may change an
 * account has what is uploaded for its profile, too.
 */
export const isOwner = (caller: RequestCaller, { ownerId, purpose }: StoredFile) =>
  caller.kind === 'user' &&
  caller.userId === ownerId &&
  caller.scopes.some(
    (scope) => scope.startsWith('files:') || (scope === 'account' && purpose !== undefined),
  );

/** Whether somebody is the owner of a file by credentials that also give its content. */
export const isReader = (caller: RequestCaller, file: StoredFile) =>
  isOwner(caller, file) && 'scopes' in caller && caller.scopes.includes('files:read');

/**
 * That the owner of a file acts by credentials that also give its content: else what only writes could
 * have it told to everybody, and read it there.
 *
 * @throws AppError `auth.scope_missing`
 */
export function requireReader(caller: RequestCaller, file: StoredFile): void {
  if (!isReader(caller, file)) throw scopeRefusal('files:read');
}

/** Whether everybody may see a file: not before it is ready, and not when its owner is gone. */
export async function isPublished({ visibility, status, ownerId }: StoredFile): Promise<boolean> {
  if (visibility !== 'public' || status !== 'ready') return false;
  const owner = await find(Users, { userId: ownerId });
  return owner !== null && isThere(owner);
}

/** Whether somebody may see a file by itself, wherever else it may be seen. */
const isVisible = async (caller: RequestCaller, file: StoredFile): Promise<boolean> =>
  isOwner(caller, file) || isPublished(file);

/** A file that the caller may see. @throws AppError `files.file_not_found` */
export async function findVisibleFile(caller: RequestCaller, fileId: string): Promise<StoredFile> {
  const file = await readFile(fileId);
  if (file && (await isVisible(caller, file))) return file;
  throw new AppError(fileNotFound);
}

/** One of the caller's files. @throws AppError `files.file_not_found` · `files.file_forbidden` */
export async function findOwnFile(
  caller: RequestCaller & { userId: string },
  fileId: string,
): Promise<StoredFile> {
  const file = await findVisibleFile(caller, fileId);
  if (!isOwner(caller, file)) throw new AppError(fileForbidden);
  return file;
}

/**
 * A picture among the caller's files that may be shown to others, as far as anybody knows by now.
 *
 * @throws AppError `files.file_not_found` · `files.file_forbidden` · `auth.scope_missing` ·
 *   `files.not_an_image` · `files.image_refused`
 */
export async function findOwnImage(
  caller: RequestCaller & { userId: string },
  fileId: string,
): Promise<StoredFile> {
  const file = await findOwnFile(caller, fileId);
  if (file.purpose === undefined) requireReader(caller, file);
  if (!isShown(file.contentType)) throw new AppError(notAnImage);
  if (file.image?.state === 'failed' || file.size > largestImage) {
    throw new AppError(imageRefused);
  }
  return file;
}
