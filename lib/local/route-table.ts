import { methodsOf, type RouteDefinition } from '../http/route.ts';
import type { MatchedRoute } from './http-event.ts';

/** A route and what of the path its parameters are. */
export interface RouteMatch extends MatchedRoute {
  route: RouteDefinition;
}

/** Finds the route of a request. */
export type RouteTable = (method: string, path: string) => RouteMatch | undefined;

/** One segment of the paths; a literal one wins over a parameter. */
interface Segment {
  literals: Map<string, Segment>;
  parameter: Segment | undefined;
  routes: Map<string, Leaf>;
}

interface Leaf {
  route: RouteDefinition;
  routeKey: string;
  /** Parameters and the segments that they are. */
  params: readonly { name: string; at: number }[];
}

const newSegment = (): Segment => ({
  literals: new Map(),
  parameter: undefined,
  routes: new Map(),
});

/**
 * Orders routes by their path. `{name}` takes one segment that is not empty; `$default` takes what
 * no other route does.
 *
 * @throws Error when two routes have the same method and path
 */
export function createRouteTable(routes: readonly RouteDefinition[]): RouteTable {
  const root = newSegment();
  let byDefault: RouteMatch | undefined;
  for (const route of routes) {
    if (route.path === '$default') byDefault = { route, routeKey: '$default', params: [] };
    else addRoute(root, route);
  }
  return (method, path) => {
    const segments = path.split('/');
    const leaf = segments[0] === '' ? find(root, segments, 1, method) : undefined;
    if (!leaf) return byDefault;
    const params = leaf.params.map(({ name, at }) => [name, segments[at] ?? ''] as const);
    return { route: leaf.route, routeKey: leaf.routeKey, params };
  };
}

function addRoute(root: Segment, route: RouteDefinition): void {
  let segment = root;
  const params: { name: string; at: number }[] = [];
  for (const [at, part] of route.path.split('/').entries()) {
    if (at === 0) continue;
    const parameter = /^\{(\w+)\}$/.exec(part)?.[1];
    if (parameter === undefined) {
      const next = segment.literals.get(part) ?? newSegment();
      segment.literals.set(part, next);
      segment = next;
    } else {
      params.push({ name: parameter, at });
      segment.parameter ??= newSegment();
      segment = segment.parameter;
    }
  }
  for (const method of methodsOf(route)) {
    const before = segment.routes.get(method)?.route;
    if (before) throw new Error(`${before.id} and ${route.id} have the same path`);
    segment.routes.set(method, { route, routeKey: `${method} ${route.path}`, params });
  }
}

function find(
  segment: Segment,
  parts: readonly string[],
  index: number,
  method: string,
): Leaf | undefined {
  const part = parts[index];
  if (part === undefined) return segment.routes.get(method) ?? segment.routes.get('ANY');
  const literal = segment.literals.get(part);
  const found = literal && find(literal, parts, index + 1, method);
  if (found || !segment.parameter || part === '') return found;
  return find(segment.parameter, parts, index + 1, method);
}
