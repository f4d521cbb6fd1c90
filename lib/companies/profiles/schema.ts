import * as z from 'zod';
import { address } from '../../identity/accounts/address.ts';
import { phone } from '../../schema/phone.ts';
import { text } from '../../schema/text.ts';

const namePart = text({ min: 1, max: 50, isName: true });

/** `null` takes a field away. */
export const updateProfileInput = z
  .strictObject({
    firstName: namePart.nullish().meta({ example: '소라' }),
    lastName: namePart.nullish().meta({ example: '봉' }),
    jobRole: text({ min: 1, max: 100, isName: true }).nullish().meta({ example: '수석 연구원' }),
    workEmail: address.nullish().meta({ example: 'sora.bong@example.com' }),
    phone: phone.nullish(),
  })
  .meta({ minProperties: 1 });

export type UpdateProfileInput = z.output<typeof updateProfileInput>;

/** What a member tells of themselves to the others of a company. */
export const profileView = z
  .object({
    firstName: z.string().optional(),
    lastName: z.string().optional(),
    fullName: z.string().optional().meta({ description: 'Made of the first and the last name' }),
    jobRole: z.string().optional(),
    workEmail: z.string().optional(),
    phone: z.string().optional(),
    version: z.int(),
  })
  .meta({ id: 'MemberProfile' });

export type ProfileView = z.input<typeof profileView>;
