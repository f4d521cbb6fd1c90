import * as z from 'zod';
import { accountAddress } from '../accounts/address.ts';
import { newPassword, token } from '../accounts/schema.ts';

export const forgotPasswordInput = z.strictObject({ email: accountAddress });

export const resetPasswordInput = z.strictObject({ token, newPassword });

export type ResetPasswordInput = z.output<typeof resetPasswordInput>;
