import { companiesChanges } from '../companies/events.ts';
import type { ChangeRule } from '../events/change.ts';
import { filesChanges } from '../files/events.ts';
import { identityChanges } from '../identity/events.ts';
import { moderationChanges } from '../moderation/events.ts';
import { platformChanges } from '../platform/events.ts';
import { snsChanges } from '../sns/events.ts';

/** The change rules of every domain; the dispatcher knows no others. */
export const changeRules: readonly ChangeRule[] = [
  ...identityChanges,
  ...platformChanges,
  ...snsChanges,
  ...filesChanges,
  ...moderationChanges,
  ...companiesChanges,
];
