import { filesPurge } from '../files/purge.ts';
import { identityPurge } from '../identity/purge.ts';
import { platformPurge } from '../platform/purge.ts';
import type { DomainPurge, PurgeStep } from '../purge/purge-step.ts';
import { snsPurge } from '../sns/purge.ts';

/**
 * What each domain does with what it holds of a purged account. A test fails for a domain that is not
 * here, and for an entity of which no domain speaks. Identity comes last: others look at its items.
 */
export const purges = {
  sns: snsPurge,
  files: filesPurge,
  identity: identityPurge,
  platform: platformPurge,
} as const satisfies Readonly<Record<string, DomainPurge>>;

/** Every step of every domain, in the order in which they are gone through. */
export const purgeSteps: readonly PurgeStep[] = Object.values<DomainPurge>(purges).flatMap(
  ({ steps }) => steps,
);
