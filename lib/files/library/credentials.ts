import { scopeRefusal } from '../../auth/challenge.ts';
import { keyBoundToCompany } from '../../auth/errors.ts';
import type { RequestCaller, UserCaller } from '../../caller.ts';
import { AppError } from '../../errors/app-error.ts';
import type { Scope } from '../../scopes.ts';
import type { StoredFile } from './file-view.ts';

/** By which scope alone somebody also has what was uploaded for a purpose. */
const scopeOfPurpose: Readonly<Record<NonNullable<StoredFile['purpose']>, Scope>> = {
  profile_image: 'account',
  company_logo: 'companies:write',
};

/** Whether credentials reach a file of who has them. */
export const reachFile = ({ scopes }: UserCaller, { purpose }: StoredFile): boolean =>
  scopes.some(
    (scope) =>
      scope.startsWith('files:') || (purpose !== undefined && scope === scopeOfPurpose[purpose]),
  );

/** Whether somebody acts as the user whose own a file is, by credentials that reach it. */
export const isOwner = (caller: RequestCaller, file: StoredFile): boolean =>
  caller.kind === 'user' && caller.userId === file.ownerId && reachFile(caller, file);

/** Whether credentials give the contents of the files that they reach. */
export const giveContents = (caller: RequestCaller): boolean =>
  'scopes' in caller && caller.scopes.includes('files:read');

/** Whether somebody is the owner of a file by credentials that also give its content. */
export const isReader = (caller: RequestCaller, file: StoredFile): boolean =>
  isOwner(caller, file) && giveContents(caller);

/**
 * That somebody acts by credentials that also give contents: else what only writes could have one told
 * to everybody, and read it there.
 *
 * @throws AppError `auth.scope_missing`
 */
export function requireContents(caller: RequestCaller): void {
  if (!giveContents(caller)) throw scopeRefusal('files:read');
}

/** Whether somebody acts by a key that is bound to a company. */
export const isBound = (caller: RequestCaller): boolean =>
  'companyId' in caller && caller.companyId !== undefined;

/** @throws AppError `auth.key_bound_to_company` to a key that acts in a company alone */
export function requireUnbound(caller: RequestCaller): void {
  if (isBound(caller)) throw new AppError(keyBoundToCompany);
}
