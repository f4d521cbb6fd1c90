import { memberAuthOf } from '../../auth/route-auth.ts';
import type { UserCaller } from '../../caller.ts';
import {
  findMembership,
  findWritingMembership,
  requireOpen,
  requireRole,
  type WritingMembership,
} from '../../companies/membership/membership.ts';
import type { RouteDefinition } from '../route.ts';
import { type RouteMiddleware, stateOf } from './state.ts';

/** Finds out as what the caller acts in the company of the path, and refuses who is less than asked. */
export function membership({ auth, method }: RouteDefinition): RouteMiddleware {
  const wanted = memberAuthOf(auth);
  const findIt = method === 'GET' ? findMembership : findWritingMembership;
  return {
    before: async ({ event }) => {
      if (!wanted) return;
      const state = stateOf(event);
      const { companyId = '', userId } = event.pathParameters ?? {};
      // Routes with roles are called by users alone.
      const caller = state.caller as UserCaller;
      const member = await findIt(caller, companyId);
      if (!(wanted.orOneself && userId === caller.userId)) requireRole(member, wanted.member);
      state.member = member;
    },
  };
}

/**
 * Refuses what changes something in a company that is not open. Where the caller names a version, the
 * verb does, by `requireCurrent`: that the version is old comes first.
 */
export function openCompany({ auth, method, ifMatch }: RouteDefinition): RouteMiddleware {
  const wanted = memberAuthOf(auth);
  const isLeft = !wanted || wanted.inAnyState || method === 'GET' || ifMatch;
  return {
    before: async ({ event }) => {
      if (isLeft) return;
      const { replay, member } = stateOf(event);
      if (!replay) requireOpen((member as WritingMembership).companyStatus);
    },
  };
}
