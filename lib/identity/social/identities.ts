import type { EntityItem } from 'electrodb';
import type { IdentityProvider } from '../../schema/identity-providers.ts';
import type { LinkedIdentities } from '../accounts/linked-identities.entity.ts';
import type { IdentityView } from './schema.ts';

export type Linked = EntityItem<typeof LinkedIdentities>;

export function toIdentityView(
  provider: IdentityProvider,
  { email, linkedAt }: NonNullable<Linked[IdentityProvider]>,
): IdentityView {
  return { provider, email: email ?? null, linkedAt };
}
