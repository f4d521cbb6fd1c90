import { find } from '../../model/read.ts';
import { type Otherwise, type Write, writeIf } from '../../model/write.ts';
import { InvitationClaims } from './invitation-claims.entity.ts';
import { Invitations } from './invitations.entity.ts';
import type { Invitation } from './invitations.ts';

/** The writes that revoke a pending invitation, and free its address unless a later one has it. */
export async function revocation<Outcome = never>(
  { companyId, invitationId, addressKey, sending }: Invitation,
  otherwise: Otherwise<Outcome>,
): Promise<Write<Outcome>[]> {
  const claim = await find(InvitationClaims, { companyId, addressKey });
  const revoked = Invitations.patch({ companyId, invitationId })
    .set({ state: 'revoked' })
    .where((is, { eq }) => `${eq(is.state, 'pending')} AND ${eq(is.sending, sending)}`);
  const freed = InvitationClaims.remove({ companyId, addressKey }).where((is, { eq }) =>
    eq(is.invitationId, invitationId),
  );
  const isFreed = claim?.invitationId === invitationId;
  return [writeIf(revoked, otherwise), ...(isFreed ? [writeIf(freed, otherwise)] : [])];
}
