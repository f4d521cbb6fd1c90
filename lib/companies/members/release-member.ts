import { endInvitations as endInvitationsCommand } from '../../../events/messages/companies.ts';
import { endInvitations as queue } from '../../../events/queues/companies.ts';
import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { endCompanyKeys } from '../../identity/api-keys/api-keys.ts';
import { continueLater } from '../../queue/continue-later.ts';
import { draft } from '../../queue/message.ts';

/**
 * Takes from who has left a company what acts for them there: the API keys that are bound to it, and
 * the open invitations that they sent. What they have made since they came back stays.
 */
export async function releaseMember(
  ctx: Context<SystemCaller>,
  { companyId, userId, leftAt }: { companyId: string; userId: string; leftAt: string },
): Promise<void> {
  await endCompanyKeys(ctx, { companyId, userId, until: leftAt });
  const command = draft(endInvitationsCommand, companyId, {
    companyId,
    sentBy: userId,
    until: leftAt,
  });
  await continueLater(ctx, queue, [command]);
}
