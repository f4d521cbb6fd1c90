import * as streams from '../../events/streams.ts';
import type { TaskDefinition } from '../../lib/cron/task.ts';
import type { RouteDefinition } from '../../lib/http/route.ts';
import type { QueueDefinition } from '../../lib/queue/queue.ts';
import { type Domain, domains as registered } from '../../lib/registry/domains.ts';
import { queues } from '../../lib/registry/queues.ts';
import { routesByDomain } from '../../lib/registry/routes.ts';
import { tasks } from '../../lib/registry/tasks.ts';
import { companies } from './companies.ts';
import { files } from './files.ts';
import { identity } from './identity.ts';
import { platform } from './platform.ts';
import type {
  BackgroundScenario,
  ByName,
  DomainScenarios,
  OneOrMore,
  RouteScenario,
} from './scenario.ts';
import { sns } from './sns.ts';

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

export const domains = Object.keys(registered) as Domain[];

/** @param id Of a function: `sns.createPost`. */
export const isOfDomain = (domain: Domain, id: string): boolean => id.startsWith(`${domain}.`);

const byDomain: { readonly [Name in Domain]: DomainScenarios<Name> } = {
  platform,
  identity,
  sns,
  files,
  companies,
};

function isOne<Scenario extends { arrange: unknown }>(
  scenarios: OneOrMore<Scenario>,
): scenarios is Scenario {
  return typeof scenarios.arrange === 'function';
}

/** The scenarios of a definition, each with its full name; none when it has none. */
function named<Scenario extends { arrange: unknown }>(
  kind: keyof DomainScenarios<Domain>,
  id: string,
): { name: string; scenario: Scenario }[] {
  const [domain = '', key = ''] = id.split('.');
  const ofDomain: DomainScenarios<Domain> | undefined = byDomain[domain as Domain];
  const scenarios = (ofDomain?.[kind] as ByName<Scenario> | undefined)?.[key];
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
    named<RouteScenario>('routes', route.id).map((scenario) => ({
      route,
      ...scenario,
    })),
  );

export const backgroundScenarios: readonly NamedBackgroundScenario[] = [
  ...queues.flatMap((definition) =>
    named<BackgroundScenario>('workers', definition.id).map((scenario) => ({
      id: definition.id,
      kind: 'worker' as const,
      definition,
      ...scenario,
    })),
  ),
  ...tasks.flatMap((definition) =>
    named<BackgroundScenario>('tasks', definition.id).map((scenario) => ({
      id: definition.id,
      kind: 'task' as const,
      definition,
      ...scenario,
    })),
  ),
  ...Object.values(streams).flatMap((definition) =>
    named<BackgroundScenario>('streams', definition.id).map((scenario) => ({
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
