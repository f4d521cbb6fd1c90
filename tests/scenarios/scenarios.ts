import * as streams from '../../events/streams.ts';
import type { TaskDefinition } from '../../lib/cron/task.ts';
import type { RouteDefinition } from '../../lib/http/route.ts';
import type { QueueDefinition } from '../../lib/queue/queue.ts';
import { queues } from '../../lib/registry/queues.ts';
import { routesByDomain } from '../../lib/registry/routes.ts';
import { tasks } from '../../lib/registry/tasks.ts';
import { filesRoutes, filesTasks, filesWorkers } from './files.ts';
import { identityRoutes, identityTasks, identityWorkers } from './identity.ts';
import { platformRoutes, platformStreams, platformWorkers } from './platform.ts';
import type { BackgroundScenario, OneOrMore, RouteScenario, RouteScenarios } from './scenario.ts';
import { snsRoutes, snsTasks, snsWorkers } from './sns.ts';

/* All scenarios of all domains, flat, for the proofs that go through them. */

/** `name` tells a route's scenarios apart: its id, and which of several in brackets. */
export interface NamedRouteScenario {
  name: string;
  route: RouteDefinition;
  scenario: RouteScenario;
}

/** `name` as that of routes. */
export type NamedBackgroundScenario = {
  name: string;
  id: string;
  scenario: BackgroundScenario;
} & (
  | { kind: 'worker'; definition: QueueDefinition }
  | { kind: 'task'; definition: TaskDefinition }
  | { kind: 'stream'; definition: streams.StreamWorkerDefinition }
);

type RoutesByDomain = typeof routesByDomain;

export type Domain = keyof RoutesByDomain;

export const domains = Object.keys(routesByDomain) as Domain[];

/** @param id Of a function: `sns.createPost`. */
export const isOfDomain = (domain: Domain, id: string): boolean => id.startsWith(`${domain}.`);

const routeScenariosByDomain: {
  readonly [Name in Domain]: RouteScenarios<RoutesByDomain[Name]>;
} = { platform: platformRoutes, identity: identityRoutes, sns: snsRoutes, files: filesRoutes };

type ByName<Scenario> = Readonly<Record<string, OneOrMore<Scenario>>>;

const workerScenarios: Readonly<Record<string, ByName<BackgroundScenario>>> = {
  platform: platformWorkers,
  identity: identityWorkers,
  sns: snsWorkers,
  files: filesWorkers,
};

const taskScenarios: Readonly<Record<string, ByName<BackgroundScenario>>> = {
  identity: identityTasks,
  sns: snsTasks,
  files: filesTasks,
};

const streamScenarios: Readonly<Record<string, ByName<BackgroundScenario>>> = {
  platform: platformStreams,
};

function isOne<Scenario extends { arrange: unknown }>(
  scenarios: OneOrMore<Scenario>,
): scenarios is Scenario {
  return typeof scenarios.arrange === 'function';
}

/** The scenarios of a definition, each with its full name; none when it has none. */
function named<Scenario extends { arrange: unknown }>(
  byDomain: Readonly<Record<string, ByName<Scenario>>>,
  id: string,
): { name: string; scenario: Scenario }[] {
  const [domain = '', key = ''] = id.split('.');
  const scenarios = byDomain[domain]?.[key];
  if (!scenarios) return [];
  if (isOne(scenarios)) return [{ name: id, scenario: scenarios }];
  return Object.entries(scenarios).map(([which, scenario]) => ({
    name: `${id} (${which})`,
    scenario,
  }));
}

export const routeScenarios: readonly NamedRouteScenario[] = Object.values(routesByDomain)
  .flatMap((routes): RouteDefinition[] => Object.values(routes))
  .flatMap((route) =>
    named<RouteScenario>(routeScenariosByDomain, route.id).map((scenario) => ({
      route,
      ...scenario,
    })),
  );

export const backgroundScenarios: readonly NamedBackgroundScenario[] = [
  ...queues.flatMap((definition) =>
    named(workerScenarios, definition.id).map((scenario) => ({
      id: definition.id,
      kind: 'worker' as const,
      definition,
      ...scenario,
    })),
  ),
  ...tasks.flatMap((definition) =>
    named(taskScenarios, definition.id).map((scenario) => ({
      id: definition.id,
      kind: 'task' as const,
      definition,
      ...scenario,
    })),
  ),
  ...Object.values(streams).flatMap((definition) =>
    named(streamScenarios, definition.id).map((scenario) => ({
      id: definition.id,
      kind: 'stream' as const,
      definition,
      ...scenario,
    })),
  ),
];

/** The first of the scenarios of each function. */
export const oneOfEach = <Scenario>(
  scenarios: readonly Scenario[],
  idOf: (scenario: Scenario) => string,
): Scenario[] => [...new Map(scenarios.toReversed().map((one) => [idOf(one), one])).values()];
