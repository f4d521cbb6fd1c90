import { noteApiKeyUse } from '../../auth/api-keys.ts';
import { authenticate } from '../../auth/authenticate.ts';
import type { RouteDefinition } from '../route.ts';
import { type RouteMiddleware, stateOf } from './state.ts';

/** Finds out who calls, and refuses who may not. That a key was used is written beside the work. */
export function authentication(route: RouteDefinition): RouteMiddleware {
  const finish: RouteMiddleware['after'] = ({ event }) => stateOf(event).keyUseNoted;
  return {
    before: async ({ event }) => {
      const state = stateOf(event);
      const caller = await authenticate(route.auth, event.headers, state.caller.source, state.now);
      state.caller = caller;
      if (caller.kind === 'user' && caller.credential === 'api_key') {
        state.keyUseNoted = noteApiKeyUse(caller.keyId, state.now, state.log);
      }
    },
    after: finish,
    onError: finish,
  };
}
