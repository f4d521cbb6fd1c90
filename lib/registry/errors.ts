import * as auth from '../auth/errors.ts';
import * as companies from '../companies/errors.ts';
import type { ErrorDefinition } from '../errors/define-error.ts';
import * as request from '../errors/request-errors.ts';
import * as files from '../files/errors.ts';
import * as identity from '../identity/errors.ts';
import * as platform from '../platform/errors.ts';
import * as relations from '../relations/errors.ts';
import * as sns from '../sns/errors.ts';

const definitions = {
  ...request,
  ...auth,
  ...identity,
  ...platform,
  ...relations,
  ...sns,
  ...files,
  ...companies,
};

/** The code of every error that a client can meet. */
export type ErrorCode = (typeof definitions)[keyof typeof definitions]['code'];

/** Every error that a client can meet. */
export const errors: readonly ErrorDefinition[] = Object.values(definitions);

/** Every error that a client can meet, by code. */
export const catalog = Object.fromEntries(errors.map((error) => [error.code, error])) as Readonly<
  Record<ErrorCode, ErrorDefinition>
>;
