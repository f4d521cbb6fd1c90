import { callerId } from '../../caller.ts';
import { openCursor, sealCursor } from '../cursor.ts';
import type { RouteDefinition } from '../route.ts';
import { type RouteMiddleware, stateOf } from './state.ts';

/** Takes from the query of a paginated route which page is asked for. */
export function paging(route: RouteDefinition): RouteMiddleware {
  return {
    before: async ({ event }) => {
      const state = stateOf(event);
      if (!route.paginated || state.replay) return;
      const { limit, cursor, ...filters } = state.query as { limit: number; cursor?: string };
      const binding = {
        routeId: route.id,
        callerId: callerId(state.caller),
        filters: [state.params, filters],
      };
      state.sealCursor = (position) => sealCursor(position, binding, state.now);
      state.query = filters;
      // Clients that have no cursor yet send an empty one.
      const after = cursor ? await openCursor(cursor, binding, state.now) : undefined;
      state.page = { limit, after };
    },
  };
}
