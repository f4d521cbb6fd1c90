import { endInvitations as endInvitationsCommand } from '../../../events/messages/companies.ts';
import { endInvitations as queue } from '../../../events/queues/companies.ts';
import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { getTogether } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { continueLater } from '../../queue/continue-later.ts';
import { draft } from '../../queue/message.ts';
import { InvitationClaims } from './invitation-claims.entity.ts';
import { endOf, invitationRead } from './invitations.ts';
import { revocation } from './revocation.ts';

/** Open invitations that one message looks at; a command goes on with the rest. */
export const invitationsPerRun = 50;

interface Ending {
  companyId: string;
  /** Those that this member sent; all, unless said. */
  sentBy?: string | undefined;
  /** RFC 3339: those that were sent later are others' business. */
  until: string;
  /** Behind this address. */
  after?: string | undefined;
}

/** Revokes the open invitations of a company that is closed, or of who has left one. */
export async function endInvitations(ctx: Context<SystemCaller>, ending: Ending): Promise<void> {
  const { companyId, after } = ending;
  const claims = InvitationClaims.query.claims({ companyId });
  const rest = after === undefined ? claims : claims.gt({ addressKey: after });
  const { data } = await rest.go({ limit: invitationsPerRun, consistent: true });
  for (const { invitationId } of data) await end(ctx, ending, invitationId);
  const last = data.length === invitationsPerRun ? data.at(-1) : undefined;
  if (!last) return;
  const next = { ...ending, after: last.addressKey };
  const command = draft(endInvitationsCommand, companyId, next);
  await continueLater(ctx, queue, [command], last.addressKey);
}

/** Revokes one, if it is of those and open still. */
function end(
  ctx: Context<SystemCaller>,
  { companyId, sentBy, until }: Ending,
  invitationId: string,
): Promise<undefined> {
  return retry(async (again) => {
    const [invitation] = await getTogether([invitationRead(companyId, invitationId)], {
      consistent: true,
    });
    const isMeant =
      invitation?.state === 'pending' &&
      invitation.endsAt <= endOf(new Date(until)) &&
      (sentBy === undefined || invitation.sentBy === sentBy);
    return isMeant ? ctx.apply(await revocation(invitation, again)) : undefined;
  });
}
