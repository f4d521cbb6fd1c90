import * as z from 'zod';
import { id } from '../schema/ids.ts';
import { graphemeLength, text } from '../schema/text.ts';
import { timestamp } from '../schema/time.ts';
import { scopes } from '../scopes.ts';
import { accountAddress, address } from './accounts/address.ts';
import { identityProviders } from './accounts/identity-providers.ts';
import { isReserved } from './accounts/reserved-handles.ts';

export const exampleUserId = 'usr_01jd3v9k2m4n5p6q7r8s9t0v1w';
export const exampleKeyId = 'key_01jd3v9k2m4n5p6q7r8s9t0v1w';
export const exampleSessionId = 'ses_01jd3v9k2m4n5p6q7r8s9t0v1w';

/** Shown as given, compared without case. */
export const handle = z
  .string()
  .regex(/^[A-Za-z0-9_]{3,30}$/, 'must be 3–30 of a–z, 0–9 and _')
  .refine((value) => !isReserved(value), 'is reserved')
  .meta({ example: 'kim' });

export const name = text({ min: 1, max: 80, isName: true }).meta({ example: 'Kim' });
export const bio = text({ max: 500, multiline: true }).meta({ example: 'Coffee and code' });

export const locale = z
  .string()
  .max(100)
  .regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/, 'must be a BCP 47 tag')
  .refine(isLocale, 'must be a BCP 47 tag')
  .meta({ example: 'ko-KR' });

export const timeZone = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/, 'must be an IANA time zone')
  .refine(isTimeZone, 'must be an IANA time zone')
  .meta({ example: 'Asia/Seoul' });

function isLocale(tag: string): boolean {
  try {
    return Boolean(new Intl.Locale(tag));
  } catch {
    return false;
  }
}

function isTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

const minPasswordLength = 8;
const maxPasswordLength = 128;
const maxPasswordCodeUnits = 4096;

/** A password as somebody types it, in the one form that is hashed. */
const password = z
  .string()
  .min(1, 'must not be empty')
  .max(maxPasswordCodeUnits, `must have at most ${maxPasswordLength} characters`)
  .refine((value) => value.isWellFormed(), 'must not contain lone surrogates')
  .refine((value) => !/\p{Cc}/u.test(value), 'must not contain control characters')
  .transform((value) => value.normalize('NFKC'));

export const givenPassword = password.meta({ example: 'three blue lanterns' });

const newPassword = password
  .pipe(
    z.string().superRefine((value, context) => {
      const length = graphemeLength(value);
      if (length >= minPasswordLength && length <= maxPasswordLength) return;
      const message = `must have ${minPasswordLength} to ${maxPasswordLength} characters`;
      context.addIssue({ code: 'custom', message });
    }),
  )
  .meta({
    minLength: minPasswordLength,
    maxLength: maxPasswordLength,
    example: 'three blue lanterns',
  });

const profile = { name, bio, locale, timeZone };

export const signUpInput = z.strictObject({
  email: address,
  password: newPassword,
  name,
  bio: bio.optional(),
  locale: locale.optional(),
  timeZone: timeZone.optional(),
  handle: handle.optional(),
});

export type SignUpInput = z.output<typeof signUpInput>;

/** What was given, without the password: it says nothing about whether the address is known. */
export const signUpView = z.object({
  email: z.string(),
  name: z.string(),
  bio: z.string().optional(),
  locale: z.string().optional(),
  timeZone: z.string().optional(),
  handle: z.string().optional(),
  status: z.literal('verification_sent'),
});

export type SignUpView = z.input<typeof signUpView>;

export const device = z.object({
  name: text({ min: 1, max: 100, isName: true }).meta({ example: "Kim's phone" }),
  platform: text({ min: 1, max: 40 }).meta({ example: 'ios' }),
});

export const loginInput = z.strictObject({
  email: accountAddress,
  password: givenPassword,
  device: z.strictObject(device.shape).optional(),
});

export type LoginInput = z.output<typeof loginInput>;

/** Any token of ours fits, so that one of the wrong kind is refused for what it is. */
const token = z
  .string()
  .min(1)
  .max(4096)
  .refine((value) => value.isWellFormed(), 'must not contain lone surrogates')
  .refine((value) => !/\p{Cc}/u.test(value), 'must not contain control characters');

export const refreshInput = z.strictObject({ refreshToken: token });

export const verifyEmailInput = z.strictObject({
  token,
  /** Of the account, for who is not signed in to it. */
  password: givenPassword.optional(),
});

export type VerifyEmailInput = z.output<typeof verifyEmailInput>;

export const resendVerificationInput = z.strictObject({ email: accountAddress });

const totpCode = z
  .string()
  // Before it is normalised, which takes more than its length.
  .max(100, 'must be the 6 digits that the app shows')
  .transform((value) => value.normalize('NFKC').replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'must be the 6 digits that the app shows'))
  .meta({ example: '123456' });

export const challengeInput = z
  .strictObject({ code: totpCode.optional(), recoveryCode: token.optional() })
  .refine(({ code, recoveryCode }) => (code === undefined) !== (recoveryCode === undefined), {
    error: 'must have either a code or a recoveryCode',
  })
  .meta({ minProperties: 1, maxProperties: 1 });

export type ChallengeInput = z.output<typeof challengeInput>;

export const totpEnrolmentView = z
  .object({
    /** Base32, for who types it. */
    secret: z.string(),
    /** For apps on the same device. */
    otpauthUri: z.string(),
    /** The same for a camera: an SVG document. */
    qrSvg: z.string(),
  })
  .meta({ id: 'TotpEnrolment' });

export type TotpEnrolmentView = z.input<typeof totpEnrolmentView>;

export const confirmTotpInput = z.strictObject({ code: totpCode });

export const recoveryCodesView = z.object({
  /** Each signs in once in place of a code; shown here and never again. */
  recoveryCodes: z.array(z.string()),
});

export type RecoveryCodesView = z.input<typeof recoveryCodesView>;

export const removeTotpInput = z.strictObject({ password: givenPassword });

export const forgotPasswordInput = z.strictObject({ email: accountAddress });

export const resetPasswordInput = z.strictObject({ token, newPassword });

export type ResetPasswordInput = z.output<typeof resetPasswordInput>;

export const changePasswordInput = z.strictObject({
  currentPassword: givenPassword,
  newPassword,
});

export type ChangePasswordInput = z.output<typeof changePasswordInput>;

export const updateMeInput = z
  .strictObject({ ...profile, handle, isPrivate: z.boolean() })
  .partial();

export type UpdateMeInput = z.output<typeof updateMeInput>;

export const deleteMeInput = z.strictObject({ password: givenPassword });

export const deletionView = z.object({
  status: z.literal('deleted'),
  /** Until then signing in undoes it. */
  purgeAt: timestamp,
});

export type DeletionView = z.input<typeof deletionView>;

/** What others are shown of who wrote or did something. */
export const authorView = z.object({
  id: id('user'),
  handle: z.string(),
  name: z.string(),
  profileImageUrl: z.url().optional(),
});

export type AuthorView = z.input<typeof authorView>;

/** How the caller and another user stand to each other. */
export const relationshipView = z
  .object({
    userId: id('user'),
    following: z.boolean(),
    requested: z.boolean(),
    followedBy: z.boolean(),
    blocking: z.boolean(),
    muting: z.boolean(),
  })
  .meta({ id: 'Relationship' });

export type RelationshipView = z.input<typeof relationshipView>;

/** A user as everybody may see them. */
export const userView = authorView
  .extend({
    bio: z.string(),
    createdAt: timestamp,
    postCount: z.int(),
    followerCount: z.int(),
    followingCount: z.int(),
    isPrivate: z.boolean(),
    relationship: relationshipView.optional(),
  })
  .meta({ id: 'User' });

export type UserView = z.input<typeof userView>;

/** A user as they see themselves. */
export const ownUserView = userView
  .extend({
    /** `null` for somebody who signs in by a provider that did not verify one. */
    email: z.string().nullable(),
    emailVerified: z.boolean(),
    role: z.enum(['user', 'admin']),
    status: z.enum(['active', 'suspended', 'deleted']),
    locale: z.string(),
    timeZone: z.string(),
    version: z.int(),
  })
  .meta({ id: 'OwnUser' });

export type OwnUserView = z.input<typeof ownUserView>;

/** A user as administrators see them. */
export const adminUserView = ownUserView
  .extend({
    /** Why the account is suspended. */
    suspensionReason: z.string().optional(),
    /** Of a deleted account: when it is purged. */
    purgeAt: timestamp.optional(),
  })
  .meta({ id: 'AdminUser' });

export type AdminUserView = z.input<typeof adminUserView>;

export const searchUsersQuery = z.strictObject({
  query: text({ min: 1, max: 100 }).meta({
    description:
      'How a word of the name or the handle begins; Korean initial consonants find syllables that begin so.',
    example: 'kim',
  }),
});

export type SearchUsersQuery = z.output<typeof searchUsersQuery>;

export const findUsersQuery = z.strictObject({
  query: text({ min: 1, max: 254 })
    .optional()
    .meta({ description: 'An id, an address, or how a handle begins', example: 'kim' }),
});

export type FindUsersQuery = z.output<typeof findUsersQuery>;

const reason = text({ min: 1, max: 500 }).meta({ example: 'Sold fake tickets' });

export const updateUserInput = z
  .strictObject({
    role: ownUserView.shape.role.optional(),
    status: z.enum(['active', 'suspended']).optional(),
    reason: reason.optional(),
  })
  .refine(({ status, reason: given }) => status !== 'suspended' || given !== undefined, {
    path: ['reason'],
    message: 'must say why the account is suspended',
  });

export type UpdateUserInput = z.output<typeof updateUserInput>;

export const sessionView = z
  .object({
    id: id('session'),
    /** `null` when the sign-in did not say. */
    device: device.nullable(),
    /** Address from which the session was begun; of IPv6 the /64. */
    source: z.string(),
    createdAt: timestamp,
    lastUsedAt: timestamp,
    current: z.boolean(),
  })
  .meta({ id: 'Session' });

export type SessionView = z.input<typeof sessionView>;

const tokenPair = {
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  /** Seconds. */
  expiresIn: z.int(),
  refreshToken: z.string(),
};

export const tokensView = z.object(tokenPair);

export type TokensView = z.input<typeof tokensView>;

export const signedInView = z
  .object({ ...tokenPair, session: sessionView, user: ownUserView })
  .meta({ id: 'SignedIn' });

export type SignedInView = z.input<typeof signedInView>;

/** What a sign-in answers where a second factor is on. */
const secondFactorView = z
  .object({
    /** Bearer token of `POST /v1/auth/mfa/challenge`, for five minutes. */
    mfaToken: z.string(),
    methods: z.array(z.enum(['totp', 'recovery_code'])),
  })
  .meta({ id: 'SecondFactorRequired' });

export const loginView = z.union([signedInView, secondFactorView]);

export type LoginView = z.input<typeof loginView>;

export const identityProvider = z.enum(identityProviders).meta({ example: 'google' });

const idToken = token.meta({ example: 'eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl' });

export const socialSignInInput = z.strictObject({
  idToken,
  device: z.strictObject(device.shape).optional(),
});

export type SocialSignInInput = z.output<typeof socialSignInInput>;

const socialSignIn = {
  /** The sign-in has opened the account. */
  isNewUser: z.boolean(),
};

export const socialSignInView = z.union([
  signedInView.extend(socialSignIn).meta({ id: 'SignedInSocially' }),
  secondFactorView.extend(socialSignIn).meta({ id: 'SecondFactorRequiredSocially' }),
]);

export type SocialSignInView = z.input<typeof socialSignInView>;

/** As standard clients send it: the hint and the client's name change nothing. */
export const tokenQueryInput = z.strictObject({
  token,
  token_type_hint: z.string().max(100).optional(),
  client_id: z.string().max(255).optional(),
});

/** RFC 7662. Of a token that is not honoured nothing but that is told. */
export const introspectionView = z
  .discriminatedUnion('active', [
    z.object({ active: z.literal(false) }),
    z.object({
      active: z.literal(true),
      /** Separated by blanks; a refresh token carries none. */
      scope: z.string().optional(),
      client_id: z.string(),
      token_type: z.literal('Bearer').optional(),
      /** The user. */
      sub: id('user'),
      iss: z.url(),
      aud: z.string().optional(),
      sid: id('session').optional(),
      /** Epoch seconds. */
      iat: z.int().optional(),
      /** Epoch seconds; left out of a key that does not expire. */
      exp: z.int().optional(),
    }),
  ])
  .meta({ id: 'Introspection' });

export type IntrospectionView = z.input<typeof introspectionView>;

const knownScope = z.enum(scopes).meta({ id: 'Scope', example: 'posts:read' });

export const createApiKeyInput = z.strictObject({
  name: text({ min: 1, max: 100, isName: true }).meta({ example: 'Nightly report' }),
  /** In any order; naming one twice is naming it once. */
  scopes: z
    .array(knownScope)
    .min(1)
    .max(scopes.length)
    .transform((given) => scopes.filter((scope) => given.includes(scope))),
  expiresAt: timestamp.optional(),
});

export type CreateApiKeyInput = z.output<typeof createApiKeyInput>;

export const apiKeyView = z
  .object({
    id: id('apiKey'),
    name: z.string(),
    /** What the key begins with; enough to recognise it by. */
    prefix: z.string(),
    scopes: z.array(knownScope),
    /** Left out of a key that does not expire. */
    expiresAt: timestamp.optional(),
    /** Exact to a minute; left out of a key that was never used. */
    lastUsedAt: timestamp.optional(),
    createdAt: timestamp,
  })
  .meta({ id: 'ApiKey' });

export type ApiKeyView = z.input<typeof apiKeyView>;

export const newApiKeyView = apiKeyView
  .extend({
    /** `moa_<stage>_<id>_<secret>`: shown here and never again. */
    key: z.string(),
  })
  .meta({ id: 'NewApiKey' });

export type NewApiKeyView = z.input<typeof newApiKeyView>;

export const linkIdentityInput = z.strictObject({ idToken });

/** An identity at a provider by which a user signs in. */
export const identityView = z
  .object({
    provider: identityProvider,
    /** As the provider gave it when the identity was linked; `null` when it gave none. */
    email: z.string().nullable(),
    linkedAt: timestamp,
  })
  .meta({ id: 'Identity' });

export type IdentityView = z.input<typeof identityView>;

/** `{userId}` of a path: an id, or a handle behind `@`. */
export const userReference = z
  .union([id('user'), z.string().regex(/^@[A-Za-z0-9_]{3,30}$/)], {
    error: 'must be a user id or @handle',
  })
  .meta({ example: exampleUserId });
