import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { versionMismatch } from '../../errors/request-errors.ts';
import { type Write, write, writeIf } from '../../model/write.ts';
import { HandleClaims } from '../accounts/handle-claims.entity.ts';
import { handleKey } from '../accounts/keys.ts';
import type { OwnUserView } from '../accounts/schema.ts';
import { changeTerms } from '../accounts/user-terms.ts';
import { toOwnUserView, type User } from '../accounts/user-view.ts';
import { Users } from '../accounts/users.entity.ts';
import { handleTaken } from '../errors.ts';
import { readProfile } from './profiles.ts';
import type { UpdateMeInput } from './schema.ts';

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
  if (user.version !== version) throw new AppError(versionMismatch);
  const given = Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  ) as Partial<User>;
  const updated: User = { ...user, ...given, version: version + 1 };
  const change = Users.patch({ userId })
    .set({ ...given, version: updated.version })
    .where((is, { eq }) => eq(is.version, version));
  return ctx.commit(
    [
      writeIf(change, versionMismatch),
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
    writeIf(HandleClaims.create({ handleKey: wanted, userId }), handleTaken),
    write(HandleClaims.delete({ handleKey: old })),
  ];
}
