import type { Item } from '../../lib/model/write.ts';
import type { Domain } from '../../lib/registry/domains.ts';
import { companies } from './companies.ts';
import { files } from './files.ts';
import { identity } from './identity.ts';
import { inbox } from './inbox.ts';
import type { DomainInvariants, Invariant } from './invariant.ts';
import { platform } from './platform.ts';
import { postParts } from './post-parts.ts';
import { sns } from './sns.ts';
import { type EntityName, entityOf, tableOf } from './table.ts';

const byDomain: Readonly<Record<Domain, readonly DomainInvariants[]>> = {
  platform: [platform],
  identity: [identity],
  sns: [sns, inbox, postParts],
  files: [files],
  companies: [companies],
};

const domains = Object.values(byDomain).flat();

export const invariants: readonly Invariant[] = domains.flatMap((domain) => domain.invariants);

/** Entities that an invariant judges, or that are free of invariants. */
export const knownEntities: ReadonlySet<string> = new Set<EntityName>(
  domains.flatMap((domain) => [
    ...domain.invariants.flatMap(({ about }) => about),
    ...(Object.keys(domain.free) as EntityName[]),
  ]),
);

/**
 * What is wrong with a table, one line each; to be asked when stream and queues are drained.
 *
 * @param items as `scanTable` answers them
 * @param options.inTurn whether all was done one after the other; when things ran beside each other,
 * what they may leave behind without harm is no violation
 */
export function violationsOf(
  items: readonly Item[],
  { inTurn = true }: { inTurn?: boolean } = {},
): string[] {
  const table = tableOf(items);
  const strangers = table.items
    .filter((item) => !knownEntities.has(entityOf(item)))
    .map((item) => `an item is of an entity: ${item.pk} ${item.sk} is of ${entityOf(item)}`);
  const broken = invariants
    .filter(({ onlyInTurn }) => inTurn || !onlyInTurn)
    .flatMap((invariant) =>
      invariant.violations(table).map((violation) => `${invariant.name}: ${violation}`),
    );
  return [...strangers, ...broken];
}
