import {
  apiKeyInvalid,
  credentialsAmbiguous,
  credentialsMissing,
  keyBoundToCompany,
  roleMissing,
  scopeMissing,
  tokenInvalid,
} from '../auth/errors.ts';
import {
  credentialRequired,
  memberAuthOf,
  requiredCredential,
  requiredRole,
  takesCompanyKeys,
} from '../auth/route-auth.ts';
import { companyClosed, companyNotFound, companySuspended } from '../companies/errors.ts';
import type { ErrorDefinition } from '../errors/define-error.ts';
import {
  bodyTooLarge,
  dependencyUnavailable,
  idempotencyInProgress,
  idempotencyKeyReused,
  internalError,
  invalidCursor,
  invalidIdempotencyKey,
  invalidRequest,
  malformedJson,
  preconditionRequired,
  rateLimited,
  unsupportedMediaType,
  versionMismatch,
} from '../errors/request-errors.ts';
import { type RouteDefinition, rateLimitsOf } from './route.ts';

/** The errors that a route can answer because of what it declares, on top of its own. */
export function impliedErrors(route: RouteDefinition): ErrorDefinition[] {
  const errors: ErrorDefinition[] = [invalidRequest, internalError, dependencyUnavailable];
  if (route.body) {
    errors.push(malformedJson, bodyTooLarge, unsupportedMediaType);
  }
  if (route.paginated) errors.push(invalidCursor);
  if (route.ifMatch) errors.push(preconditionRequired, versionMismatch);
  if (route.idempotent) {
    errors.push(invalidIdempotencyKey, idempotencyKeyReused, idempotencyInProgress);
  }
  if (rateLimitsOf(route).length > 0) errors.push(rateLimited);
  if (route.auth !== 'public') {
    errors.push(tokenInvalid, credentialsAmbiguous);
    if (route.auth !== 'otp') errors.push(apiKeyInvalid);
  }
  if (route.auth !== 'public' && route.auth !== 'optional') errors.push(credentialsMissing);
  if (typeof route.auth === 'object') errors.push(scopeMissing);
  if (requiredRole(route.auth)) errors.push(roleMissing);
  const credential = requiredCredential(route.auth);
  if (credential) errors.push(credentialRequired[credential]);
  const isForKeys = typeof route.auth === 'object' && credential !== 'session';
  if (isForKeys && !takesCompanyKeys(route.auth)) errors.push(keyBoundToCompany);
  if (memberAuthOf(route.auth)) {
    errors.push(companyNotFound, roleMissing);
    if (route.method !== 'GET') errors.push(companyClosed, companySuspended);
  }
  return errors;
}

/** All errors that a route can answer, each once. */
export const errorsOf = (route: RouteDefinition): ErrorDefinition[] => [
  ...new Set([...route.errors, ...impliedErrors(route)]),
];
