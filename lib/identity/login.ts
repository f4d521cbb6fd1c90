import type { EntityItem } from 'electrodb';
import type { AnonymousCaller } from '../auth/caller.ts';
import { hashPassword, verifyPassword } from '../auth/password-hash.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import type { Write } from '../model/write.ts';
import { AddressClaims } from './address-claims.entity.ts';
import { noteFailedSignIn } from './failed-sign-ins.ts';
import { addressKey } from './keys.ts';
import { passwordMark } from './password-mark.ts';
import { passwordIs, rehash } from './passwords.ts';
import { takeAsLong } from './prehashes-in-use.ts';
import type { LoginInput, LoginView } from './schema.ts';
import { completeSignIn, readAccount } from './sign-in.ts';

/**
 * Signs a user in on a device. A password that was imported is kept as ours are from then on.
 *
 * @throws AppError `auth.invalid_credentials`; after a right password also `auth.account_suspended`
 * and `auth.email_not_verified`
 */
export async function login(ctx: Context<AnonymousCaller>, input: LoginInput): Promise<LoginView> {
  const { password, device } = input;
  const key = addressKey(input.email);
  const { data: claim } = await AddressClaims.get({ addressKey: key }).go({ consistent: true });
  const isRight = await verifyPassword(password, claim);
  await takeAsLong(password, claim?.prehash);
  if (!claim || !isRight) {
    await noteFailedSignIn(ctx, key, { kind: 'sign_in', userId: claim?.userId });
    throw new AppError('auth.invalid_credentials');
  }
  // Only now: whatever was read for known addresses alone could be told by the time it takes.
  const account = await readAccount(claim.userId);
  if (!account) throw new AppError('auth.invalid_credentials');
  const proof = await proofOf(claim, password, () => login(ctx, input));
  return completeSignIn(ctx, { ...account, device, ...proof });
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
