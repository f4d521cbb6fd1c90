import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import type { RelationshipView } from '../identity/accounts/schema.ts';
import { retry } from '../model/retry.ts';
import { barrierChange } from './barrier.ts';
import { cannotMuteSelf } from './errors.ts';
import { readStanding } from './relationship.ts';

export function setMute(
  ctx: Context<UserCaller>,
  mutedId: string,
  muting: boolean,
): Promise<RelationshipView> {
  return retry(async (again) => {
    const { userId } = ctx.caller;
    if (mutedId === userId) throw new AppError(cannotMuteSelf);
    const { ties, relationship } = await readStanding(userId, mutedId);
    if (relationship.muting === muting) return relationship;

    return ctx.commit([barrierChange(userId, mutedId, ties.barrier, { muting }, again)], {
      ...relationship,
      muting,
    });
  });
}
