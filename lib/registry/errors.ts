import { filesErrors } from '../files/errors.ts';
import { httpErrors } from '../http/errors.ts';
import { identityErrors } from '../identity/errors.ts';
import { platformErrors } from '../platform/errors.ts';
import { snsErrors } from '../sns/errors.ts';

/** Every error a client can meet, by code. */
export const catalog = {
  ...httpErrors,
  ...identityErrors,
  ...platformErrors,
  ...snsErrors,
  ...filesErrors,
} as const;

export type ErrorCode = keyof typeof catalog;
