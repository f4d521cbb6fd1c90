import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import type { RelationshipView } from '../identity/accounts/schema.ts';
import { retry } from '../model/retry.ts';
import { barrierChange } from './barrier.ts';
import { changeUnseen } from './block.ts';
import { cannotBlockSelf } from './errors.ts';
import { readTies } from './relationship.ts';

/**
 * Takes a block back; the follows that it ended stay ended.
 *
 * @throws AppError `sns.cannot_block_self` · `identity.user_not_found`
 */
export function unblockUser(
  ctx: Context<UserCaller>,
  blockedId: string,
): Promise<RelationshipView> {
  return retry(async (again) => {
    const { userId } = ctx.caller;
    if (blockedId === userId) throw new AppError(cannotBlockSelf);
    const { other, ties, relationship } = await readTies(userId, blockedId);

    if (!relationship) return changeUnseen(ctx, blockedId, { other, ties }, false, again);
    if (!relationship.blocking) return relationship;
    return ctx.commit(
      [barrierChange(userId, blockedId, ties.barrier, { blocking: false }, again)],
      {
        ...relationship,
        blocking: false,
      },
    );
  });
}
