import * as z from 'zod';
import { newPassword } from '../accounts/schema.ts';
import { givenPassword } from '../sessions/schema.ts';

export const changePasswordInput = z.strictObject({
  currentPassword: givenPassword,
  newPassword,
});

export type ChangePasswordInput = z.output<typeof changePasswordInput>;
