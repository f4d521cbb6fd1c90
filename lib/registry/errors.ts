import * as auth from '../auth/errors.ts';
import type { ErrorDefinition } from '../errors/define-error.ts';
import * as request from '../errors/request-errors.ts';
import * as files from '../files/errors.ts';
import * as identity from '../identity/errors.ts';
import * as platform from '../platform/errors.ts';
import * as relations from '../relations/errors.ts';
import * as sns from '../sns/errors.ts';

const errors = { ...request, ...auth, ...identity, ...platform, ...relations, ...sns, ...files };

/** The code of every error that a client can meet. */
export type ErrorCode = (typeof errors)[keyof typeof errors]['code'];

/** Every error that a client can meet, by code. */
export const catalog = Object.fromEntries(
  Object.values(errors).map((error) => [error.code, error]),
) as Readonly<Record<ErrorCode, ErrorDefinition>>;
