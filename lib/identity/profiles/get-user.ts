import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { getTogether, one } from '../../model/read.ts';
import { relationshipOf, tieReads, tiesOf } from '../../relations/relationship.ts';
import { userRead } from '../accounts/authors.ts';
import { HandleClaims } from '../accounts/handle-claims.entity.ts';
import { handleKey } from '../accounts/keys.ts';
import type { UserView } from '../accounts/schema.ts';
import { UserCounters } from '../accounts/user-counters.entity.ts';
import { toUserView } from '../accounts/user-view.ts';
import { userNotFound } from '../errors.ts';

/**
 * A public profile by id or `@handle`, with how the caller stands to its owner.
 *
 * @throws AppError `identity.user_not_found`, also when the owner blocks the caller
 */
export async function getUser(ctx: Context<UserCaller>, reference: string): Promise<UserView> {
  const userId = reference.startsWith('@') ? await ownerOf(reference.slice(1)) : reference;
  const callerId = ctx.caller.userId;
  const [user, counters, ...found] = await getTogether(
    [userRead(userId), one(UserCounters, { userId }), ...tieReads(callerId, userId)],
    { consistent: true },
  );
  const relationship = relationshipOf(callerId, userId, tiesOf(...found));
  if (!user || !relationship) throw new AppError(userNotFound);
  const profile = toUserView(user, counters);
  return userId === callerId ? profile : { ...profile, relationship };
}

async function ownerOf(handle: string): Promise<string> {
  const { data } = await HandleClaims.get({ handleKey: handleKey(handle) }).go({
    consistent: true,
  });
  if (!data) throw new AppError(userNotFound);
  return data.userId;
}
