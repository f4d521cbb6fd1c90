import { config } from '../../config.ts';
import type { Context } from '../../context.ts';
import { hashPassword } from '../../crypto/password-hash.ts';
import { AppError } from '../../errors/app-error.ts';
import { getTogether, one } from '../../model/read.ts';
import { retryFrom } from '../../model/retry.ts';
import { AddressClaims } from '../accounts/address-claims.entity.ts';
import { FirstAccount } from '../accounts/first-account.entity.ts';
import { HandleClaims } from '../accounts/handle-claims.entity.ts';
import { addressKey, handleKey } from '../accounts/keys.ts';
import { handleOf } from '../accounts/profile-defaults.ts';
import { userTermsOf } from '../accounts/user-terms.ts';
import { handleTaken } from '../errors.ts';
import { requestMail } from '../mails/mail-requests.ts';
import { requireGoodPassword } from '../passwords/password-policy.ts';
import { newAccount } from '../sign-in/new-account.ts';
import type { SignUpInput, SignUpView } from './schema.ts';

/**
 * Opens an account, or mails the owner of the one that the address has. Both take the same work and
 * answer the same, so that nobody learns by it who has an account. Where addresses must be verified,
 * the new one shows nowhere before, not even by a handle that is taken then.
 *
 * @throws AppError `request.invalid` for a bad password · `identity.handle_taken`
 */
export async function signUp(ctx: Context, input: SignUpInput): Promise<SignUpView> {
  const { password, ...given } = input;
  requireGoodPassword(password, input);
  const key = addressKey(input.email);
  const wanted = input.handle ?? handleOf(input.name, { unique: false });
  const [passwordHash, [owner, handleOwner, first]] = await Promise.all([
    hashPassword(password),
    getTogether(
      [
        one(AddressClaims, { addressKey: key }),
        one(HandleClaims, { handleKey: handleKey(wanted) }),
        one(FirstAccount, {}),
      ],
      { consistent: true },
    ),
  ]);
  if (input.handle !== undefined && handleOwner) throw new AppError(handleTaken);
  const view: SignUpView = { ...given, status: 'verification_sent' };
  const waits = config.requireVerifiedEmail;
  const handle = waits || handleOwner ? handleOf(input.name, { unique: true }) : wanted;
  const wantedHandle = waits ? wanted : undefined;
  const opening = { input, key, passwordHash, handle, wantedHandle, isFirst: !first, view };
  return owner ? noticeOwner(ctx, owner.userId, opening) : openAccount(ctx, opening);
}

interface Opening {
  input: SignUpInput;
  key: string;
  passwordHash: string;
  handle: string;
  /** As in `NewAccount`. */
  wantedHandle: string | undefined;
  /** Nobody else had the first account when it was last looked at. */
  isFirst: boolean;
  view: SignUpView;
}

function openAccount(ctx: Context, first: Opening): Promise<SignUpView> {
  return retryFrom(first, async (opening, again) => {
    const { input, key, passwordHash, handle, wantedHandle, isFirst, view } = opening;
    const { writes } = newAccount(
      {
        ...input,
        address: { email: input.email, key, password: { passwordHash }, isVerified: false },
        handle,
        wantedHandle,
        isFirst,
      },
      {
        address: (claim) => noticeOwner(ctx, String(claim?.userId), opening),
        handle: () => {
          if (input.handle === handle) throw new AppError(handleTaken);
          return again({ ...opening, handle: handleOf(input.name, { unique: true }) });
        },
        first: () => again({ ...opening, isFirst: false }),
      },
      ctx.now,
    );
    return ctx.commit(writes, view);
  });
}

/** Beside the terms by which its owner is found. */
const writesOfAnAccount = 4;

/** In as many writes as the account would have taken; all but the first ask for nothing. */
function noticeOwner(
  ctx: Context,
  userId: string,
  { handle, wantedHandle, view }: Opening,
): Promise<SignUpView> {
  const terms = wantedHandle === undefined ? userTermsOf({ userId, name: view.name, handle }) : [];
  const length = writesOfAnAccount + terms.length;
  const writes = Array.from({ length }, (_, index) =>
    requestMail('sign_up_repeated', index === 0 ? userId : undefined, ctx.now),
  );
  return ctx.commit(writes, view);
}
