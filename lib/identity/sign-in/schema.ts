import * as z from 'zod';
import { idToken, ownUserView, token, tokenPair, totpCode } from '../accounts/schema.ts';
import { device, sessionView } from '../sessions/schema.ts';

export const challengeInput = z
  .strictObject({ code: totpCode.optional(), recoveryCode: token.optional() })
  .refine(({ code, recoveryCode }) => (code === undefined) !== (recoveryCode === undefined), {
    error: 'must have either a code or a recoveryCode',
  })
  .meta({ minProperties: 1, maxProperties: 1 });

export type ChallengeInput = z.output<typeof challengeInput>;

export const signedInView = z
  .object({
    status: z.literal('signed_in').meta({ description: 'Tells it from `mfa_required`' }),
    ...tokenPair,
    session: sessionView,
    user: ownUserView,
  })
  .meta({ id: 'SignedIn' });

export type SignedInView = z.input<typeof signedInView>;

/** What a sign-in answers where a second factor is on. */
const secondFactorView = z
  .object({
    status: z.literal('mfa_required').meta({ description: 'Tells it from `signed_in`' }),
    /** Bearer token of `POST /v1/auth/mfa/challenge`, for five minutes. */
    mfaToken: z.string(),
    methods: z.array(z.enum(['totp', 'recovery_code'])),
  })
  .meta({ id: 'SecondFactorRequired' });

export const loginView = z.discriminatedUnion('status', [signedInView, secondFactorView]);

export type LoginView = z.input<typeof loginView>;

export const socialSignInInput = z.strictObject({
  idToken,
  device: z.strictObject(device.shape).optional(),
});

export type SocialSignInInput = z.output<typeof socialSignInInput>;
const socialSignIn = {
  /** The sign-in has opened the account. */
  isNewUser: z.boolean(),
};

export const socialSignInView = z.discriminatedUnion('status', [
  signedInView.extend(socialSignIn).meta({ id: 'SignedInSocially' }),
  secondFactorView.extend(socialSignIn).meta({ id: 'SecondFactorRequiredSocially' }),
]);

export type SocialSignInView = z.input<typeof socialSignInView>;
