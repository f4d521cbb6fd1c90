import type { DomainInvariants } from './invariant.ts';

export const companies: DomainInvariants = {
  invariants: [],
  free: {},
};
