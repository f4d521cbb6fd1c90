import { AppError } from '../../errors/app-error.ts';
import { ownRead } from '../../identity/accounts/authors.ts';
import { tokenHash } from '../../identity/accounts/keys.ts';
import { find, getTogether } from '../../model/read.ts';
import { invitationNotFound } from '../errors.ts';
import type { Company } from '../membership/companies.entity.ts';
import { companyRead, type Member, memberRead } from '../membership/membership.ts';
import { InvitationTokens } from './invitation-tokens.entity.ts';
import { Invitations } from './invitations.entity.ts';
import type { Invitation } from './invitations.ts';

/** What a mailed token leads to. */
export interface FoundInvitation {
  invitation: Invitation;
  company: Company;
  /** The sending whose token it is. */
  sending: number;
  /** Who sent it last, while they are a member and their account is there. */
  sender: Member | null;
}

/**
 * The invitation of a mailed token, whether or not it stands.
 *
 * @throws AppError `companies.invitation_not_found`
 */
export async function findInvitation(token: string): Promise<FoundInvitation> {
  const found = await find(InvitationTokens, { tokenHash: tokenHash(token) });
  if (!found) throw new AppError(invitationNotFound);
  const { companyId, invitationId, sending } = found;
  const invitation = await find(Invitations, { companyId, invitationId });
  if (!invitation) throw new AppError(invitationNotFound);
  const { sentBy } = invitation;
  const [company, member, account] = await getTogether(
    [companyRead(companyId), memberRead(companyId, sentBy), ownRead(sentBy)],
    { consistent: true },
  );
  if (!company) throw new AppError(invitationNotFound);
  return { invitation, company, sending, sender: account && member };
}
