import type { RouteDefinition } from '../lib/http/route.ts';
import * as files from './files/routes.ts';
import * as identity from './identity/routes.ts';
import * as platform from './platform/routes.ts';
import * as sns from './sns/routes.ts';

/** The contract of every route, by domain; queues, schedules and streams stand under `events/`. */
export const routesByDomain = { platform, identity, sns, files };

export const routes: readonly RouteDefinition[] = Object.values(routesByDomain).flatMap((domain) =>
  Object.values(domain),
);
