import { declaredNeedsOf, needsOf } from '../../lib/grants.ts';
import { successStatuses } from '../../lib/http/route.ts';
import type { Item, Operation } from '../../lib/model/write.ts';
import type { DomainPurge } from '../../lib/purge/purge-step.ts';
import { entities } from '../../lib/registry/entities.ts';
import type * as SecretsModule from '../../lib/secrets.ts';
import { invocables } from '../../lib/tools/invocables.ts';
import type * as TraceModule from '../../lib/trace.ts';
import { type Cost, costOf, growth, readCosts, writeCosts } from '../costs/costs.ts';
import { purgingAccounts } from '../scenarios/arrange.ts';
import { backgroundScenarios, oneOfEach, routeScenarios } from '../scenarios/scenarios.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import type { World } from '../support/world.ts';
import { isOfFollower, nothing } from './plants.ts';
import { entityOf, type ItemOf, tableOf } from './table.ts';
import { tracesOf, wordsOfUser } from './traces.ts';
import { invariants, knownEntities, violationsOf } from './violations.ts';
import { createWorldsWithTable } from './world-with-table.ts';

it('speak of every entity, or say why not', () => {
  expect(new Set(Object.keys(entities))).toEqual(knownEntities);
});

const secretsRead = new Map<string, Set<string>>();

jest.mock('../../lib/secrets.ts', () => {
  const secrets = jest.requireActual<typeof SecretsModule>('../../lib/secrets.ts');
  // Of the world that reads: each has modules of its own.
  const { currentTrace } = jest.requireActual<typeof TraceModule>('../../lib/trace.ts');
  return {
    readSecret(...asked: Parameters<typeof secrets.readSecret>) {
      const functionId = currentTrace()?.functionId ?? 'none';
      secretsRead.set(functionId, (secretsRead.get(functionId) ?? new Set()).add(asked[0]));
      return secrets.readSecret(...asked);
    },
  } satisfies Partial<typeof SecretsModule>;
});

/**
 * Most of what Moa can do, and an author with more followers than are pushed to; answers what a call of
 * each route has cost.
 */
async function live(newWorld: () => World): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (const { scenario } of backgroundScenarios.filter((entry) => !entry.scenario.env)) {
    const world = newWorld();
    const act = await scenario.arrange(world);
    await act();
    await world.drain();
  }
  for (const { route, scenario } of oneOfEach(routeScenarios, ({ route: { id } }) => id)) {
    const world = newWorld();
    const call = await scenario.arrange(world);
    // What a container keeps is there from the second call on.
    if (route.method === 'GET') await world.call(route, call);
    const answer = await world.call(route, call);
    expect(successStatuses(route)).toContain(answer.status);
    costs.push(await costOf(world, route.id, answer));
  }
  const world = newWorld();
  const star = await world.user('star');
  for (const name of ['one', 'two', 'three']) await world.follow(await world.user(name), star);
  await world.post(star, 'pushed');
  await world.drain();
  await world.post(star, 'merged');
  await world.drain();
  return costs;
}

/**
 * Deletes all accounts but one, whose owner becomes the administrator: past the API, since some cannot
 * sign in. Answers them as they were.
 */
async function deleteAccounts(
  items: readonly Item[],
  update: (operation: Operation) => Promise<unknown>,
): Promise<ItemOf<'user'>[]> {
  // Imported late, as all that reads secrets.
  const { Administrators } = await import('../../lib/identity/accounts/administrators.entity.ts');
  const { UserCounters } = await import('../../lib/identity/accounts/user-counters.entity.ts');
  const { Users } = await import('../../lib/identity/accounts/users.entity.ts');
  const table = tableOf(items);
  const isMember = ({ role, status }: ItemOf<'user'>) => role === 'user' && status === 'active';
  const stays = String(table.of('user').find(isMember)?.userId);
  await update(Users.patch({ userId: stays }).set({ role: 'admin' }));
  await update(Administrators.patch({}).add({ activeIds: [stays] }));
  const gone = table.of('user').filter(({ userId }) => userId !== stays);
  const deletedAt = new Date().toISOString();
  for (const { userId, status } of gone) {
    if (status === 'deleted') continue;
    await update(Users.patch({ userId }).set({ status: 'deleted', deletedAt, purge: 'due' }));
    await update(UserCounters.patch({ userId }).set({ isAbsent: true }));
  }
  const activeIds = table.of('administrators').flatMap((item) => item.activeIds);
  await update(Administrators.patch({}).delete({ activeIds }));
  return gone;
}

describeInProcess('after everything that the scenarios do, invariants', () => {
  let items: Item[] = [];
  let costs: Cost[] = [];
  let newWorld: () => World;
  let scan: () => Promise<Item[]>;
  let update: (operation: Operation) => Promise<unknown>;

  beforeAll(async () => {
    ({ newWorld, scan, update } = await createWorldsWithTable({ FANOUT_LIMIT: '2' }));
    costs = await live(newWorld);
    items = await scan();
  }, 600_000);

  it.each(invocables.map((invocable) => [invocable.definition.id, invocable] as const))(
    'allow %s the secrets that it reads, and no other',
    (id, invocable) => {
      const seen = [...(secretsRead.get(id) ?? [])];
      expect(needsOf(invocable).secrets).toEqual(expect.arrayContaining(seen));
      expect(seen).toEqual(expect.arrayContaining(declaredNeedsOf(invocable).secrets));
    },
  );

  it('cost no more than docs/costs.md says', () => {
    if (process.env.WRITE_COSTS) writeCosts(costs);
    expect(growth(costs, readCosts())).toEqual([]);
  });

  it('hold', () => {
    expect(violationsOf(items)).toEqual([]);
  });

  it('find an item of no known entity', () => {
    const stranger = { pk: 'a', sk: 'b', __edb_e__: 'stranger' };
    expect(violationsOf([...items, stranger])).toEqual([expect.stringContaining('stranger')]);
    expect(violationsOf([...items, { pk: 'a', sk: 'b' }])).toHaveLength(1);
  });

  it('have names of their own', () => {
    const names = invariants.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(
    invariants.flatMap((invariant) =>
      invariant.plants.map(
        (plant, index) => [invariant.name, index + 1, plant, invariant] as const,
      ),
    ),
  )('%s: plant %i is found', (_name, _index, plant, invariant) => {
    expect(invariant.violations(tableOf(plant(items)))).not.toEqual([]);
  });

  it('hold when all accounts but one are purged, and nothing tells of those', async () => {
    const { purges } = await import('../../lib/registry/purges.ts');
    const gone = await deleteAccounts(items, update);
    expect(gone.length).toBeGreaterThan(50);
    await purgingAccounts(newWorld())();
    await newWorld().drain();
    const left = await scan();
    expect(violationsOf(left)).toEqual([]);
    const excepted = Object.values(purges).flatMap(({ kept, expiring }: DomainPurge) => [
      ...Object.keys(kept),
      ...Object.keys(expiring),
    ]);
    const looked = left.filter((item) => !excepted.includes(entityOf(item)));
    expect(tracesOf(looked, gone.flatMap(wordsOfUser))).toEqual([]);
    const receipts = left.filter((item) => entityOf(item) === 'purgeReceipt');
    const purged = new Set(receipts.map(({ userId }) => userId));
    expect(gone.filter(({ userId }) => !purged.has(userId))).toEqual([]);
    const withoutUsers = Object.values(purges).flatMap(
      (purge): readonly string[] => purge.withoutUsers,
    );
    const foreign = items.filter((item) => withoutUsers.includes(entityOf(item)));
    expect(tracesOf(foreign, gone.flatMap(wordsOfUser))).toEqual([]);
  }, 900_000);

  it('leave out what may be left behind where things ran beside each other', () => {
    const stray = { ...items.find(isOfFollower), entryId: nothing };
    expect(violationsOf([...items, stray], { inTurn: true })).toHaveLength(1);
    expect(violationsOf([...items, stray], { inTurn: false })).toEqual([]);
  });
});
