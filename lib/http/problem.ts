import { config } from '../config.ts';
import type { AppError } from '../errors/app-error.ts';

/** Body of every error: a problem document (RFC 9457). */
export function problemOf(error: AppError, requestId: string, members: object = {}) {
  return {
    type: `${config.apiUrl}/docs/errors/${error.code}`,
    title: error.title,
    status: error.status,
    ...(error.detail !== undefined && { detail: error.detail }),
    code: error.code,
    requestId,
    ...(error.errors && { errors: error.errors }),
    ...members,
  };
}
