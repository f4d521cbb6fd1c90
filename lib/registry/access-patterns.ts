import { companiesAccessPatterns } from '../companies/access-patterns.ts';
import { filesAccessPatterns } from '../files/access-patterns.ts';
import { identityAccessPatterns } from '../identity/access-patterns.ts';
import { inboxAccessPatterns } from '../inbox/access-patterns.ts';
import type { AccessPattern } from '../model/access-pattern.ts';
import { moderationAccessPatterns } from '../moderation/access-patterns.ts';
import { platformAccessPatterns } from '../platform/access-patterns.ts';
import { snsAccessPatterns } from '../sns/access-patterns.ts';

/** Every question that is put to the table. */
export const accessPatterns: readonly AccessPattern[] = [
  ...platformAccessPatterns,
  ...identityAccessPatterns,
  ...snsAccessPatterns,
  ...inboxAccessPatterns,
  ...moderationAccessPatterns,
  ...filesAccessPatterns,
  ...companiesAccessPatterns,
];
