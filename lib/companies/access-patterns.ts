import type { AccessPattern } from '../model/access-pattern.ts';

/** What this domain asks the table. */
export const companiesAccessPatterns: readonly AccessPattern[] = [];
