import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import type { RelationshipView } from '../identity/accounts/schema.ts';
import type { User } from '../identity/accounts/user-view.ts';
import { userNotFound } from '../identity/errors.ts';
import { barrierChange, barrierSeenBy } from './barrier.ts';
import type { Ties } from './relationship.ts';

/**
 * Blocks somebody who blocks the caller, or takes that back. The answer is that of an id which nobody
 * has, so that it does not tell of their block; the caller's holds all the same.
 *
 * @throws AppError `identity.user_not_found`
 */
export async function changeUnseen(
  ctx: Context<UserCaller>,
  otherId: string,
  { other, ties: { barrier } }: { other: User | null; ties: Pick<Ties, 'barrier'> },
  blocking: boolean,
  again: () => Promise<RelationshipView>,
): Promise<RelationshipView> {
  const { userId } = ctx.caller;
  if (other && barrierSeenBy(userId, otherId, barrier).blocking !== blocking) {
    const change = barrierChange(userId, otherId, barrier, { blocking }, again);
    const seen = await ctx.commit([change], undefined);
    if (seen) return seen;
  }
  throw new AppError(userNotFound);
}
