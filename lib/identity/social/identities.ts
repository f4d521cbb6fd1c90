import type { EntityItem } from 'electrodb';
import { AppError } from '../../errors/app-error.ts';
import { dependencyUnavailable } from '../../errors/request-errors.ts';
import type { IdentityProvider } from '../../schema/identity-providers.ts';
import type { LinkedIdentities } from '../accounts/linked-identities.entity.ts';
import type { IdentityView } from './schema.ts';

export type Linked = EntityItem<typeof LinkedIdentities>;

/** Each round after the first means that somebody else has changed what the one before had read. */
const mostRounds = 5;

export function requireRound(round: number): void {
  if (round <= mostRounds) return;
  throw new AppError(dependencyUnavailable, { retryAfterSeconds: 1 });
}

export function toIdentityView(
  provider: IdentityProvider,
  { email, linkedAt }: NonNullable<Linked[IdentityProvider]>,
): IdentityView {
  return { provider, email: email ?? null, linkedAt };
}
