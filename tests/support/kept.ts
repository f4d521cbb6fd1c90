import type { Fronts } from '../../lib/local/front/fronts.ts';
import type { RunningServices } from '../../lib/local/services/services.ts';
import type { Evidence } from './evidence.ts';

/** What global tear-down has to clear away. */
export interface Kept {
  services: RunningServices;
  fronts: Fronts;
  secretsFolder: string;
  evidence: Evidence;
}

// Jest loads set-up and tear-down apart: they share the process, not their modules.
const key = Symbol.for('moa.tests.kept');

export function keepForTeardown(kept: Kept): void {
  Reflect.set(globalThis, key, kept);
}

export function keptForTeardown(): Kept | undefined {
  return Reflect.get(globalThis, key) as Kept | undefined;
}
