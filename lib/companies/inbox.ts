import { defineInboxKind } from '../inbox/kind.ts';
import { unchanged } from '../model/write.ts';
import { Invitations } from './invitations/invitations.entity.ts';
import { invitationRead } from './invitations/invitations.ts';

/** Who has verified the address to which an invitation goes is told of it in the inbox, too. */
export const companiesInboxKinds = {
  invitation: defineInboxKind({
    topic: 'invitation',
    targetType: 'company',
    reads: ({ targetId, sourceId = '' }) => [invitationRead(targetId, sourceId)],
    holds: ([invitation], { recipientId }) =>
      invitation?.state === 'pending' && invitation.inviteeId === recipientId,
    asFound: ([invitation], { targetId, sourceId = '' }, otherwise) => [
      unchanged(
        Invitations,
        { companyId: targetId, invitationId: sourceId },
        { state: invitation?.state },
        otherwise,
      ),
    ],
  }),
};
