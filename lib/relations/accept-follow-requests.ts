import { acceptFollowRequests as acceptCommand } from '../../events/messages/sns.ts';
import { acceptFollowRequests as queue } from '../../events/queues/sns.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { accountRead, isThere } from '../identity/accounts/authors.ts';
import { getTogether } from '../model/read.ts';
import { continueLater } from '../queue/continue-later.ts';
import { draft } from '../queue/message.ts';
import { followRequestNotFound, requesterLimitReached } from './errors.ts';
import { FollowRequests } from './follow-requests.entity.ts';
import { accept } from './follow-requests.ts';
import { privacyIs } from './privacy.ts';

/** Requests that one run accepts; a command goes on with the rest. */
const perRun = 50;

export interface Acceptance {
  targetId: string;
  /** Where an earlier run stopped. */
  after?: string | undefined;
}

/**
 * Accepts what was asked of an account that has become public, as long as it is. Who follows as many
 * as one can goes on asking.
 */
export async function acceptFollowRequests(
  ctx: Context,
  { targetId, after }: Acceptance,
): Promise<void> {
  const [target] = await getTogether([accountRead(targetId)], { consistent: true });
  if (!target || target.isPrivate || !isThere(target)) return;
  const { data: requests, cursor } = await FollowRequests.query
    .requests({ targetId })
    .go({ consistent: true, limit: perRun, cursor: after ?? null });
  for (const { requesterId } of requests) {
    try {
      await accept(ctx.apply, { requesterId, targetId, now: ctx.now }, undefined, [
        privacyIs(targetId, false, followRequestNotFound),
      ]);
    } catch (error) {
      if (!(error instanceof AppError) || !unacceptable.has(error.code)) throw error;
    }
  }
  if (cursor === null) return;
  const rest = draft(acceptCommand, targetId, { targetId, after: cursor });
  await continueLater(ctx, queue, [rest], cursor);
}

const unacceptable: ReadonlySet<string> = new Set([
  followRequestNotFound.code,
  requesterLimitReached.code,
]);
