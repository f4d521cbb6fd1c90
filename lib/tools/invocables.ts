import * as streams from '../../events/streams.ts';
import { type Contracts, type Invocable, invocablesOf } from '../invocables.ts';
import { queues } from '../registry/queues.ts';
import { featureOf, routes } from '../registry/routes.ts';
import { tasks } from '../registry/tasks.ts';

/** The contracts of all that is deployed. */
export const contracts: Contracts = {
  routes,
  featureOf,
  queues,
  tasks,
  streamWorkers: Object.values(streams),
};

/** Every function that is deployed. */
export const invocables: readonly Invocable[] = invocablesOf(contracts);
