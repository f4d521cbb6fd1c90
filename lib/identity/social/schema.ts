import * as z from 'zod';
import { identityProviders } from '../../schema/identity-providers.ts';
import { timestamp } from '../../schema/time.ts';
import { idToken } from '../accounts/schema.ts';

export const identityProvider = z.enum(identityProviders).meta({ example: 'google' });

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
