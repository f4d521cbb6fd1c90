import * as z from 'zod';
import { locale, timeZone } from '../../schema/locale.ts';
import { accountAddress, address } from '../accounts/address.ts';
import { newPassword, token } from '../accounts/schema.ts';
import { bio, handle, name } from '../profiles/schema.ts';
import { givenPassword } from '../sessions/schema.ts';

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

export const verifyEmailInput = z.strictObject({
  token,
  /** Of the account, for who is not signed in to it. */
  password: givenPassword.optional(),
});

export type VerifyEmailInput = z.output<typeof verifyEmailInput>;

export const resendVerificationInput = z.strictObject({ email: accountAddress });
