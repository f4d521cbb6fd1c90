import type { RequestCaller, UserCaller } from '../../caller.ts';
import {
  type Membership,
  reaches,
  readMembership,
  readWritingMembership,
  requireOpen,
  requireRole,
} from '../../companies/membership/membership.ts';
import { AppError } from '../../errors/app-error.ts';
import { versionMismatch } from '../../errors/request-errors.ts';
import { isThere } from '../../identity/accounts/authors.ts';
import { Users } from '../../identity/accounts/users.entity.ts';
import { find } from '../../model/read.ts';
import { fileForbidden, fileNotFound, imageRefused, notAnImage } from '../errors.ts';
import { isShown } from './content-types.ts';
import { isBound, isOwner, reachFile, requireContents, requireUnbound } from './credentials.ts';
import { companyOf, type StoredFile } from './file-view.ts';
import { Files } from './files.entity.ts';
import { largestImage } from './image.ts';
import { leastRole, mayDo, type Position } from './policy.ts';

export function readFile(fileId: string): Promise<StoredFile | null> {
  return find(Files, { fileId });
}

/** As what somebody sees a file that not everybody sees: as its owner, or as a member of its company. */
type Standing<M extends Membership> = 'owner' | (M & Position);

/**
 * A file that is there, and as what somebody sees it; `undefined` where they see it as everybody does,
 * if at all. To a key that is bound to a company there are the files of that company alone.
 *
 * @throws AppError `files.file_not_found` · `auth.key_bound_to_company` for its owner's own file
 */
export async function findWithStanding<M extends Membership>(
  caller: RequestCaller,
  fileId: string,
  readMember: (caller: UserCaller, companyId: string) => Promise<M | undefined>,
): Promise<{ file: StoredFile; standing: Standing<M> | undefined }> {
  const file = await readFile(fileId);
  if (!file) throw new AppError(fileNotFound);
  const companyId = companyOf(file);
  if (companyId === undefined) {
    const standing = isOwner(caller, file) ? 'owner' : undefined;
    if (standing) requireUnbound(caller);
    if (isBound(caller)) throw new AppError(fileNotFound);
    return { file, standing };
  }
  if (caller.kind !== 'user') return { file, standing: undefined };
  if (!reaches(caller, companyId)) throw new AppError(fileNotFound);
  if (!reachFile(caller, file)) return { file, standing: undefined };
  const member = await readMember(caller, companyId);
  if (!member) return { file, standing: undefined };
  const position = { ...member, isMaker: file.makerId === caller.userId };
  return { file, standing: mayDo('see', file.visibility, position) ? position : undefined };
}

/** Whether everybody may see a file: not before it is ready, and not when its owner is gone. */
export async function isPublished(file: StoredFile): Promise<boolean> {
  const { visibility, status, ownerId } = file;
  if (visibility !== 'public' || status !== 'ready') return false;
  // A company stays, closed or not.
  if (companyOf(file) !== undefined) return true;
  const owner = await find(Users, { userId: ownerId });
  return owner !== null && isThere(owner);
}

/**
 * A file that the caller may see by itself, wherever else it may be seen.
 *
 * @throws AppError `files.file_not_found` · `auth.key_bound_to_company`
 */
export async function findVisibleFile(caller: RequestCaller, fileId: string): Promise<StoredFile> {
  const { file, standing } = await findWithStanding(caller, fileId, readMembership);
  if (standing || (await isPublished(file))) return file;
  throw new AppError(fileNotFound);
}

/**
 * A file that the caller may change: one of their own, or of an open company as their role has it.
 *
 * @param seen The version in which they saw it, of a change that depends on that.
 * @throws AppError `files.file_not_found` · `files.file_forbidden` · `auth.key_bound_to_company` ·
 *   `auth.role_missing` · `request.version_mismatch` · `companies.company_closed` ·
 *   `companies.company_suspended`
 */
export async function findChangeableFile(
  caller: UserCaller,
  fileId: string,
  seen?: number,
): Promise<StoredFile> {
  const { file, standing } = await findWithStanding(caller, fileId, readWritingMembership);
  if (!standing) throw new AppError((await isPublished(file)) ? fileForbidden : fileNotFound);
  if (standing !== 'owner') requireRole(standing, leastRole('change', file.visibility, standing));
  if (seen !== undefined && file.version !== seen) throw new AppError(versionMismatch);
  if (standing !== 'owner') requireOpen(standing.companyStatus);
  return file;
}

/**
 * One of the caller's own files or, of a company's, one that they see.
 *
 * @param companyId A company in which they may use all that they see.
 * @throws AppError `files.file_not_found` · `files.file_forbidden` · `auth.key_bound_to_company`
 */
export async function findOwnFile(
  caller: UserCaller,
  fileId: string,
  companyId?: string,
): Promise<StoredFile> {
  const { file, standing } = await findWithStanding(caller, fileId, readMembership);
  if (standing === 'owner') return file;
  if (standing && companyOf(file) === companyId) return file;
  throw new AppError(standing || (await isPublished(file)) ? fileForbidden : fileNotFound);
}

/**
 * That a file is a picture which the caller may show to others, as far as anybody knows by now.
 *
 * @throws AppError `auth.scope_missing` · `files.not_an_image` · `files.image_refused`
 */
export function requireShowable(caller: UserCaller, file: StoredFile): void {
  if (file.purpose === undefined) requireContents(caller);
  if (!isShown(file.contentType)) throw new AppError(notAnImage);
  if (file.image?.state === 'failed' || file.size > largestImage) {
    throw new AppError(imageRefused);
  }
}
