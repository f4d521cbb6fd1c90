import { queues } from '../../events/queues.ts';
import { tasks } from '../../events/schedules.ts';
import * as streams from '../../events/streams.ts';
import { routes } from '../../functions/registry.ts';
import type { Call } from '../../lib/aws/calls.ts';
import { successStatus } from '../../lib/http/route.ts';
import type { Item } from '../../lib/model/write.ts';
import { headChunk } from '../../lib/sns/author-logs.entity.ts';
import { type EntityName, entityOf } from '../invariants/table.ts';
import { violationsOf } from '../invariants/violations.ts';
import { createWorldWithTable } from '../invariants/world-with-table.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { createWorld, type World } from '../support/world.ts';
import type { BackgroundScenario } from './scenario.ts';
import { backgroundScenarios, routeScenarios } from './scenarios.ts';

describe('scenarios', () => {
  it('are there for every route', () => {
    const covered = new Set(routeScenarios.map(({ route }) => route.id));
    const missing = routes.filter(({ id, path }) => path !== '$default' && !covered.has(id));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });

  it('are there for every worker, task and reader of the stream', () => {
    const covered = new Set(backgroundScenarios.map(({ id }) => id));
    const definitions = [...queues, ...tasks, ...Object.values(streams)];
    const missing = definitions.filter(({ id }) => !covered.has(id));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });

  it('have names of their own', () => {
    for (const scenarios of [routeScenarios, backgroundScenarios]) {
      const names = scenarios.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe.each(routeScenarios.map((entry) => [entry.name, entry] as const))(
  '%s',
  (_, { route, scenario }) => {
    it('succeeds', async () => {
      const world = await createWorld();
      const answer = await world.call(route, await scenario.arrange(world));
      expect(answer).toHaveStatus(successStatus(route));
    });
  },
);

/** What happened to a table. */
interface Change {
  /** Items that are new, or other than they were. */
  written: (entity: EntityName) => Item[];
  removed: (entity: EntityName) => Item[];
}

function changeOf(before: readonly Item[], after: readonly Item[]): Change {
  const nameOf = ({ pk, sk }: Item) => JSON.stringify([pk, sk]);
  const textOf = (item: Item) =>
    JSON.stringify(item, (_, value: unknown) => (value instanceof Set ? [...value] : value));
  const lacking = (items: readonly Item[], others: readonly Item[], by: (item: Item) => string) => {
    const there = new Set(others.map(by));
    const rest = items.filter((item) => !there.has(by(item)));
    return (entity: EntityName) => rest.filter((item) => entityOf(item) === entity);
  };
  return { written: lacking(after, before, textOf), removed: lacking(before, after, nameOf) };
}

const isOfFollower = ({ viewerId, authorId }: Item) => viewerId !== authorId;

async function queuesAsked(world: World, [run]: Item[]): Promise<Call[]> {
  const { body } = await world.request(
    'GET',
    `/_local/requests/${String(run?.task)}:${String(run?.slot)}/calls`,
  );
  return (body as Call[]).filter(({ operation }) => operation === 'GetQueueAttributes');
}

type Effect = (change: Change, world: World) => unknown[] | Promise<unknown[]>;

/** What the function behind a scenario does, and no other that runs then. */
const effects: Readonly<Record<string, Effect>> = {
  'platform.dispatchEvents': ({ written }) => written('homeEntry').filter(isOfFollower),
  'platform.measureQueues': ({ written }, world) => queuesAsked(world, written('taskRun')),
  'identity.sendIdentityMail (verification)': ({ written }) => written('emailVerification'),
  'identity.sendIdentityMail (repeatedSignUp)': ({ written }) => written('outsideEffect'),
  'sns.fanOutPost': ({ written }) => written('homeEntry').filter(isOfFollower),
  'sns.promoteAuthor': ({ written }) => written('authorLog').filter(({ mode }) => mode === 'loud'),
  'sns.reconcileFollow (follow)': ({ written }) => written('homeEntry'),
  'sns.reconcileFollow (unfollow)': ({ removed }) => removed('homeEntry'),
  'sns.sealAuthorLog': ({ written }) =>
    written('authorLog').filter(({ chunk }) => chunk !== headChunk),
  'sns.purgePost': ({ removed }) => removed('post'),
  'sns.purgeDeletedPosts': ({ removed }) => removed('post'),
};

describeInProcess('what runs in the background', () => {
  const worlds = new Map<string, ReturnType<typeof createWorldWithTable>>();

  /** Scenarios that need the same configuration run beside each other. */
  const worldOf = (env: BackgroundScenario['env'] = {}) => {
    const key = JSON.stringify(env);
    const world = worlds.get(key) ?? createWorldWithTable(env);
    worlds.set(key, world);
    return world;
  };

  it.each(backgroundScenarios.map((entry) => [entry.name, entry] as const))(
    '%s has something to do, and a repeat does no harm',
    async (name, { scenario }) => {
      const { world, scan } = await worldOf(scenario.env);
      const act = await scenario.arrange(world);
      await world.drain();
      const before = await scan();
      await act();
      await world.drain();
      const change = changeOf(before, await scan());
      expect(await effects[name]?.(change, world)).not.toHaveLength(0);
      await act();
      await world.drain();
      expect(violationsOf(await scan())).toEqual([]);
    },
    60_000,
  );
});
