import type { UserCaller } from '../../caller.ts';
import {
  companyIsOpen,
  findWritingMembership,
  requireOpen,
  requireRole,
} from '../../companies/membership/membership.ts';
import { AppError } from '../../errors/app-error.ts';
import { impossible, type Write, writeIf } from '../../model/write.ts';
import { companyRequired } from '../errors.ts';
import { requireUnbound } from './credentials.ts';
import { companyOf, type StoredFile } from './file-view.ts';
import { Files } from './files.entity.ts';
import { addingRole, type Visibility } from './policy.ts';
import { takeRoom } from './quota.ts';
import { Uploads } from './uploads.entity.ts';

/**
 * Whose a file is to be that somebody makes: their own, or of a company that they add files to.
 *
 * @throws AppError `auth.key_bound_to_company` · `companies.company_not_found` · `auth.role_missing` ·
 *   `companies.company_closed` · `companies.company_suspended` · `files.company_required`
 */
export async function ownershipOf(
  caller: UserCaller,
  { companyId, visibility }: { companyId?: string | undefined; visibility: Visibility },
): Promise<Pick<StoredFile, 'ownerId' | 'makerId'>> {
  const { userId } = caller;
  if (companyId === undefined) {
    requireUnbound(caller);
    if (visibility === 'company') throw new AppError(companyRequired);
    return { ownerId: userId };
  }
  const member = await findWritingMembership(caller, companyId);
  requireRole(member, addingRole);
  requireOpen(member.companyStatus);
  return { ownerId: companyId, makerId: userId };
}

/**
 * The writes that make a file whose content is awaited, with the room that it takes.
 *
 * @param originalId Of a large copy: the file that its content comes from.
 */
export function creation(
  file: StoredFile,
  { originalId }: { originalId?: string | undefined } = {},
): Write<never>[] {
  const { fileId, ownerId, size, createdAt: startedAt } = file;
  const companyId = companyOf(file);
  const upload = { fileId, ownerId, startedAt, ...(originalId !== undefined && { originalId }) };
  return [
    writeIf(Files.create(file), impossible),
    writeIf(Uploads.create(upload), impossible),
    takeRoom(ownerId, size),
    ...(companyId === undefined ? [] : [companyIsOpen(companyId)]),
  ];
}
