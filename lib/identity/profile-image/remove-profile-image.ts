import { tokenInvalid } from '../../auth/errors.ts';
import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { writeIf } from '../../model/write.ts';
import { Users } from '../accounts/users.entity.ts';

/** Leaves the caller without a profile image, now and when one is awaited. */
export function removeProfileImage(ctx: Context<UserCaller>): Promise<undefined> {
  const change = Users.patch({ userId: ctx.caller.userId })
    .remove(['profileImageId', 'awaitedImageId'])
    .where((is, { ne }) => ne(is.status, 'deleted'));
  return ctx.commit([writeIf(change, tokenInvalid)], undefined);
}
