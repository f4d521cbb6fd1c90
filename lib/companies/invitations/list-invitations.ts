import { fillPage, type ReadLimits } from '../../model/fill-page.ts';
import { newestFirst } from '../../model/pages.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import type { MemberContext } from '../membership/membership.ts';
import { Invitations } from './invitations.entity.ts';
import { toInvitationView } from './invitations.ts';
import type { InvitationView, ListInvitationsQuery } from './schema.ts';

/** Invitations that are looked at for a page of those of one status. */
const limits: ReadLimits = { together: 400, budget: 1000 };

/** Who was invited to the company, the newest first. */
export function listInvitations(
  { member: { companyId }, now }: MemberContext,
  { status }: ListInvitationsQuery,
  page: PageRequest,
): Promise<Page<InvitationView>> {
  return fillPage(
    {
      find: (limit, after) =>
        newestFirst(Invitations.query.invitations({ companyId }), {
          limit,
          after,
          keyOf: (invitationId) => ({ invitationId }),
          consistent: true,
        }),
      positionOf: ({ invitationId }) => invitationId,
      present: async (invitations) =>
        invitations
          .map((invitation) => toInvitationView(invitation, now))
          .map((view) => (status === undefined || view.status === status ? view : undefined)),
      limits,
    },
    page,
  );
}
