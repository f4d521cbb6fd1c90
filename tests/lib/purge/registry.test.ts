import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Entity } from 'electrodb';
import { timeToLiveAttribute } from '../../../lib/model/table.ts';
import type { DomainPurge } from '../../../lib/purge/purge-step.ts';
import { purgeSteps, purges } from '../../../lib/registry/purges.ts';
import { routesByDomain } from '../../../lib/registry/routes.ts';

const root = resolve(__dirname, '../../..');

const entities = globSync('lib/**/*.entity.ts', { cwd: root })
  .flatMap((file) => Object.values(require(join(root, file)) as Record<string, unknown>))
  .filter((exported) => exported instanceof Entity);

/** Does not compile for a domain that has routes and says nothing of what it holds of an account. */
const purgeOf: Readonly<Record<keyof typeof routesByDomain, DomainPurge>> = purges;

const domains = Object.values<DomainPurge>(purgeOf);

describe('the purge of an account', () => {
  it('is taken care of by every domain', () => {
    expect(Object.keys(purges).toSorted()).toEqual(Object.keys(routesByDomain).toSorted());
  });

  it('is taken care of for every entity, and for each in one way', () => {
    const spoken = domains.flatMap(({ steps, withAccount, expiring, kept, withoutUsers }) => [
      ...new Set(steps.flatMap(({ covers }) => covers)),
      ...withAccount,
      ...Object.keys(expiring),
      ...Object.keys(kept),
      ...withoutUsers,
    ]);
    const names = entities.map(({ schema }) => schema.model.entity);
    expect(new Set(spoken)).toEqual(new Set(names));
    expect(spoken.length).toBe(new Set(spoken).size);
  });

  it('leaves to time only what ends by itself', () => {
    const expiring = domains.flatMap((purge) => Object.keys(purge.expiring));
    const endless = entities
      .filter(({ schema }) => expiring.includes(schema.model.entity))
      .filter(({ schema }) => schema.attributes[timeToLiveAttribute]?.required !== true);
    expect(endless.map(({ schema }) => schema.model.entity)).toEqual([]);
  });

  it('goes on by the ids of its steps, which are their own', () => {
    const ids = purgeSteps.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
