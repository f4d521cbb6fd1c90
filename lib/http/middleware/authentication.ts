import { authenticate } from '../../auth/authenticate.ts';
import type { RouteDefinition } from '../route.ts';
import { type RouteMiddleware, stateOf } from './state.ts';

/** Finds out who calls, and refuses who may not. */
export function authentication(route: RouteDefinition): RouteMiddleware {
  return {
    before: async ({ event }) => {
      const state = stateOf(event);
      state.caller = await authenticate(route.auth, event.headers, state.caller.source, state.now);
    },
  };
}
