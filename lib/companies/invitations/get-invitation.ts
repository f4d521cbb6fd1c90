import type { AnonymousCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { invitationEnded } from '../errors.ts';
import { findInvitation } from './find-invitation.ts';
import { stands, statusOf } from './invitations.ts';
import type { OpenedInvitationView } from './schema.ts';

/**
 * What the holder of a mailed token is invited to. One whose sender may not invite any more shows as
 * revoked.
 *
 * @throws AppError `companies.invitation_not_found` · `companies.invitation_ended` for a token that
 *   another mail has replaced
 */
export async function getInvitation(
  { now }: Context<AnonymousCaller>,
  token: string,
): Promise<OpenedInvitationView> {
  const { invitation, company, sending, sender } = await findInvitation(token);
  if (invitation.sending !== sending) throw new AppError(invitationEnded);
  const { role, email, endsAt } = invitation;
  const status = statusOf(invitation, now);
  const isVoid = status === 'pending' && !stands(invitation, { sending, sender, now });
  return {
    companyName: company.name,
    role,
    email,
    status: isVoid ? 'revoked' : status,
    expiresAt: endsAt,
  };
}
