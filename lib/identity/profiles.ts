import type { UserCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { getTogether, one } from '../model/read.ts';
import { type Write, write } from '../model/write.ts';
import { relationshipOf, tieReads, tiesOf } from '../sns/relationship.ts';
import { ownRead, userRead } from './authors.ts';
import { HandleClaims } from './handle-claims.entity.ts';
import { handleKey } from './keys.ts';
import type { OwnUserView, UpdateMeInput, UserView } from './schema.ts';
import { UserCounters } from './user-counters.entity.ts';
import { changeTerms } from './user-terms.ts';
import { toOwnUserView, toUserView, type User } from './user-view.ts';
import { Users } from './users.entity.ts';

async function readProfile(userId: string) {
  const [user, counters] = await getTogether([ownRead(userId), one(UserCounters, { userId })], {
    consistent: true,
  });
  if (!user) throw new AppError('identity.user_not_found');
  return { user, counters };
}

/** The caller's own profile. @throws AppError `identity.user_not_found` */
export async function findMe(ctx: Context<UserCaller>): Promise<OwnUserView> {
  const { user, counters } = await readProfile(ctx.caller.userId);
  return toOwnUserView(user, counters);
}

/**
 * A public profile by id or `@handle`, with how the caller stands to its owner.
 *
 * @throws AppError `identity.user_not_found`, also when the owner blocks the caller
 */
export async function findUser(ctx: Context<UserCaller>, reference: string): Promise<UserView> {
  const userId = reference.startsWith('@') ? await ownerOf(reference.slice(1)) : reference;
  const callerId = ctx.caller.userId;
  const [user, counters, ...found] = await getTogether(
    [userRead(userId), one(UserCounters, { userId }), ...tieReads(callerId, userId)],
    { consistent: true },
  );
  const relationship = relationshipOf(callerId, userId, tiesOf(...found));
  if (!user || !relationship) throw new AppError('identity.user_not_found');
  const profile = toUserView(user, counters);
  return userId === callerId ? profile : { ...profile, relationship };
}

async function ownerOf(handle: string): Promise<string> {
  const { data } = await HandleClaims.get({ handleKey: handleKey(handle) }).go({
    consistent: true,
  });
  if (!data) throw new AppError('identity.user_not_found');
  return data.userId;
}

/**
 * Changes the caller's profile as it was in `version`. A new handle is claimed and the old one let go
 * in the same commit.
 *
 * @throws AppError `request.version_mismatch` · `identity.handle_taken` · `identity.user_not_found`
 */
export async function updateMe(
  ctx: Context<UserCaller>,
  changes: UpdateMeInput,
  version: number,
): Promise<OwnUserView> {
  const { userId } = ctx.caller;
  const { user, counters } = await readProfile(userId);
  if (user.version !== version) throw new AppError('request.version_mismatch');
  const given = Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  ) as Partial<User>;
  const updated: User = { ...user, ...given, version: version + 1 };
  const change = Users.patch({ userId })
    .set({ ...given, version: updated.version })
    .where((is, { eq }) => eq(is.version, version));
  return ctx.commit<OwnUserView>(
    [
      write(change, { otherwise: 'request.version_mismatch' }),
      ...handleSwap(userId, user.handle, updated.handle),
      ...changeTerms(user, updated),
    ],
    toOwnUserView(updated, counters),
  );
}

function handleSwap(userId: string, before: string, after: string): Write<never>[] {
  const [old, wanted] = [handleKey(before), handleKey(after)];
  if (old === wanted) return [];
  return [
    write(HandleClaims.create({ handleKey: wanted, userId }), {
      otherwise: 'identity.handle_taken',
    }),
    write(HandleClaims.delete({ handleKey: old })),
  ];
}
