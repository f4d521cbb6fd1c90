import * as z from 'zod';
import { id } from '../../schema/ids.ts';
import { ruled } from '../../schema/rule.ts';
import { graphemeLength } from '../../schema/text.ts';
import { timestamp } from '../../schema/time.ts';

const minPasswordLength = 8;

const maxPasswordLength = 128;

const maxPasswordCodeUnits = 4096;

/** A password as somebody types it, in the one form that is hashed. */
export const password = z
  .string()
  .min(1, 'must not be empty')
  .max(maxPasswordCodeUnits, `must have at most ${maxPasswordLength} characters`)
  .refine((value) => value.isWellFormed(), ruled('pattern', 'must not contain lone surrogates'))
  .refine(
    (value) => !/\p{Cc}/u.test(value),
    ruled('pattern', 'must not contain control characters'),
  )
  .transform((value) => value.normalize('NFKC'));

export const newPassword = password
  .pipe(
    z.string().superRefine((value, context) => {
      const length = graphemeLength(value);
      if (length >= minPasswordLength && length <= maxPasswordLength) return;
      const message = `must have ${minPasswordLength} to ${maxPasswordLength} characters`;
      const rule = length < minPasswordLength ? 'min' : 'max';
      context.addIssue({ code: 'custom', message, params: { rule } });
    }),
  )
  .meta({
    minLength: minPasswordLength,
    maxLength: maxPasswordLength,
    example: 'three blue lanterns',
  });

/** Any token of ours fits, so that one of the wrong kind is refused for what it is. */
export const token = z
  .string()
  .min(1)
  .max(4096)
  .refine((value) => value.isWellFormed(), ruled('pattern', 'must not contain lone surrogates'))
  .refine(
    (value) => !/\p{Cc}/u.test(value),
    ruled('pattern', 'must not contain control characters'),
  );

export const totpCode = z
  .string()
  // Before it is normalised, which takes more than its length.
  .max(100, 'must be the 6 digits that the app shows')
  .transform((value) => value.normalize('NFKC').replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'must be the 6 digits that the app shows'))
  .meta({ example: '123456' });

/** What others are shown of who wrote or did something. */
export const authorView = z
  .object({
    id: id('user'),
    handle: z.string(),
    name: z.string(),
    profileImageUrl: z.url().optional(),
  })
  .meta({ id: 'Author' });

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

export const tokenPair = {
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  /** Seconds. */
  expiresIn: z.int(),
  refreshToken: z.string(),
};

export const idToken = token.meta({ example: 'eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl' });
