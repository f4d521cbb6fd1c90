import { timeToLiveAttribute } from '../../../lib/model/table.ts';
import type { DomainPurge } from '../../../lib/purge/purge-step.ts';
import { entities } from '../../../lib/registry/entities.ts';
import { purgeSteps, purges } from '../../../lib/registry/purges.ts';

interface Attributed {
  schema: { attributes: Readonly<Record<string, { type: unknown; required?: boolean }>> };
}

const domains = Object.values<DomainPurge>(purges);

describe('the purge of an account', () => {
  it('is taken care of for every entity, and for each in one way', () => {
    const spoken = domains.flatMap(({ steps, withAccount, expiring, kept, withoutUsers }) => [
      ...new Set(steps.flatMap(({ covers }) => covers)),
      ...withAccount,
      ...Object.keys(expiring),
      ...Object.keys(kept),
      ...withoutUsers,
    ]);
    expect(new Set(spoken)).toEqual(new Set(Object.keys(entities)));
    expect(spoken.length).toBe(new Set(spoken).size);
  });

  it('leaves to time only what ends by itself', () => {
    const expiring = domains.flatMap((purge) => Object.keys(purge.expiring));
    const endless = Object.entries<Attributed>(entities)
      .filter(([name]) => expiring.includes(name))
      .filter(([, { schema }]) => schema.attributes[timeToLiveAttribute]?.required !== true);
    expect(endless.map(([name]) => name)).toEqual([]);
  });

  it('goes on by the ids of its steps, which are their own', () => {
    const ids = purgeSteps.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
