import { AppError } from '../../errors/app-error.ts';
import { AddressClaims } from '../../identity/accounts/address-claims.entity.ts';
import { accountRead } from '../../identity/accounts/authors.ts';
import { getTogether, one } from '../../model/read.ts';
import { alreadyMember } from '../errors.ts';
import { memberRead } from '../membership/membership.ts';
import { claimRead, type Invitation, invitationRead } from './invitations.ts';

/**
 * What an address has in a company: the invitation that is open, and the account that has verified it.
 *
 * @throws AppError `companies.already_member` when its account is a member
 */
export async function readAddress(
  companyId: string,
  key: string,
): Promise<{ open: Invitation | null; inviteeId: string | undefined }> {
  const [account, claim] = await getTogether(
    [one(AddressClaims, { addressKey: key }), claimRead(companyId, key)],
    { consistent: true },
  );
  const [member, open, user] = await getTogether(
    [
      memberRead(companyId, account?.userId ?? ''),
      invitationRead(companyId, claim?.invitationId ?? ''),
      accountRead(account?.userId ?? ''),
    ],
    { consistent: true },
  );
  if (member) throw new AppError(alreadyMember);
  return { open, inviteeId: user?.emailVerified ? user.userId : undefined };
}
