import { companiesPurge } from '../companies/purge.ts';
import { filesPurge } from '../files/purge.ts';
import { identityPurge } from '../identity/purge.ts';
import { platformPurge } from '../platform/purge.ts';
import type { DomainPurge, PurgeStep } from '../purge/purge-step.ts';
import { snsPurge } from '../sns/purge.ts';
import type { Domain } from './domains.ts';

/**
 * How each domain purges an account. A test fails for an entity that no domain covers. Identity comes
 * last: the others read its items.
 */
export const purges = {
  sns: snsPurge,
  files: filesPurge,
  companies: companiesPurge,
  identity: identityPurge,
  platform: platformPurge,
} as const satisfies Readonly<Record<Domain, DomainPurge>>;

/** The steps of all domains, in their order. */
export const purgeSteps: readonly PurgeStep[] = Object.values<DomainPurge>(purges).flatMap(
  ({ steps }) => steps,
);
