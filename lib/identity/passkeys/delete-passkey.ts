import { lastWayIn, passkeyNotFound } from '../../auth/errors.ts';
import type { SessionCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { find } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { write } from '../../model/write.ts';
import { Users } from '../accounts/users.entity.ts';
import { identityRemains, passwordRemains } from '../accounts/ways-in.ts';
import { PasskeyClaims } from './passkey-claims.entity.ts';
import { changeRing, credentialKey, readRing } from './passkey-ring.ts';

/**
 * Ends sign-in by one of the caller's passkeys. What is left to sign in by must still be there then.
 *
 * @throws AppError `auth.passkey_not_found` · `auth.last_way_in`
 */
export function deletePasskey(ctx: Context<SessionCaller>, passkeyId: string): Promise<undefined> {
  return retry(async (again) => {
    const { userId } = ctx.caller;

    const ring = await readRing(userId);
    const passkey = ring.passkeys.find((one) => one.passkeyId === passkeyId);
    if (!passkey) throw new AppError(passkeyNotFound);
    const others = ring.passkeys.filter((one) => one !== passkey);
    const user = await find(Users, { userId });
    const remains =
      others.length > 0
        ? undefined
        : ((await passwordRemains(userId, user?.addressKey, again)) ??
          (await identityRemains(userId, again)));
    if (others.length === 0 && !remains) throw new AppError(lastWayIn);
    return ctx.commit(
      [
        changeRing(ring, others, again),
        write(PasskeyClaims.delete({ credentialKey: credentialKey(passkey.credentialId) })),
        ...(remains ? [remains] : []),
      ],
      undefined,
    );
  });
}
