import { requiredCredential, requiredRole } from '../auth/route-auth.ts';
import type { ErrorCode } from '../registry/errors.ts';
import { type RouteDefinition, rateLimitsOf } from './route.ts';

/** The errors that a route can answer because of what it declares, on top of its own. */
export function impliedErrors(route: RouteDefinition): ErrorCode[] {
  const codes: ErrorCode[] = [
    'request.invalid',
    'request.internal',
    'request.dependency_unavailable',
  ];
  if (route.body) {
    codes.push('request.malformed_json', 'request.too_large', 'request.unsupported_media_type');
  }
  if (route.paginated) codes.push('request.invalid_cursor');
  if (route.ifMatch) codes.push('request.precondition_required', 'request.version_mismatch');
  if (route.idempotent) {
    codes.push(
      'request.invalid_idempotency_key',
      'request.idempotency_key_reused',
      'request.idempotency_in_progress',
    );
  }
  if (rateLimitsOf(route).length > 0) codes.push('request.rate_limited');
  if (route.auth !== 'public') {
    codes.push('auth.token_invalid', 'auth.credentials_ambiguous');
    if (route.auth !== 'otp') codes.push('auth.api_key_invalid');
  }
  if (route.auth !== 'public' && route.auth !== 'optional') codes.push('auth.credentials_missing');
  if (typeof route.auth === 'object') codes.push('auth.scope_missing');
  if (requiredRole(route.auth)) codes.push('auth.role_missing');
  const credential = requiredCredential(route.auth);
  if (credential) codes.push(`auth.${credential}_required`);
  return codes;
}
