import type { EntityItem } from 'electrodb';
import { invalidCredentials } from '../../auth/errors.ts';
import type { AnonymousCaller } from '../../caller.ts';
import { config } from '../../config.ts';
import type { Context } from '../../context.ts';
import { hashPassword, verifyPassword } from '../../crypto/password-hash.ts';
import { AppError } from '../../errors/app-error.ts';
import { find } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import type { Write } from '../../model/write.ts';
import { AddressClaims } from '../accounts/address-claims.entity.ts';
import { addressKey } from '../accounts/keys.ts';
import { passwordMark } from '../accounts/password-mark.ts';
import { requestMail } from '../mails/mail-requests.ts';
import { passwordIs, rehash } from '../passwords/passwords.ts';
import { takeAsLong } from '../passwords/prehashes-in-use.ts';
import type { LoginInput } from '../sessions/schema.ts';
import { noteFailedSignIn } from './failed-sign-ins.ts';
import type { LoginView } from './schema.ts';
import { completeSignIn, readAccount } from './sign-in.ts';

/** An id that no user has. */
const nobody = 'usr_00000000000000000000000000';

/**
 * Signs a user in on a device. A password that was imported is kept as ours are from then on.
 *
 * Where addresses must be verified, an account whose address is not is answered as a wrong password and
 * its owner gets another mail: whoever opened it with another's address must not learn that they could.
 *
 * @throws AppError `auth.invalid_credentials`; after a right password also `auth.account_suspended`
 */
export function login(ctx: Context<AnonymousCaller>, input: LoginInput): Promise<LoginView> {
  return retry(async (again) => {
    const { password, device } = input;
    const key = addressKey(input.email);
    const claim = await find(AddressClaims, { addressKey: key });
    const isRight = await verifyPassword(password, claim);
    await takeAsLong(password, claim?.prehash);
    const mustBeVerified = config.requireVerifiedEmail;
    // Whatever was read for known addresses alone could be told by the time it takes.
    const account =
      mustBeVerified || isRight ? await readAccount(claim?.userId ?? nobody) : undefined;
    const isUnverified = mustBeVerified && isRight && account?.user.emailVerified === false;
    if (!claim || !isRight || isUnverified) {
      const { userId } = claim ?? {};
      const mail = requestMail('unverified_sign_in', isUnverified ? userId : undefined, ctx.now);
      await noteFailedSignIn(ctx, key, { kind: 'sign_in', userId }, mustBeVerified ? [mail] : []);
      throw new AppError(invalidCredentials);
    }
    if (!account) throw new AppError(invalidCredentials);
    const proof = await proofOf(claim, password, again);
    return completeSignIn(ctx, { ...account, device, ...proof });
  });
}

/** What goes with a sign-in by the password in `claim`, and the mark of that. */
async function proofOf(
  claim: EntityItem<typeof AddressClaims>,
  password: string,
  again: () => Promise<LoginView>,
): Promise<{ passwordMark: string; writes: Write<LoginView>[] }> {
  const mark = { passwordMark: passwordMark(claim) };
  if (!claim.prehash) return { ...mark, writes: [passwordIs(claim)] };
  return { ...mark, writes: [rehash(claim, await hashPassword(password), again)] };
}
