import { isDependencyFailure } from '../../aws/failures.ts';
import { config } from '../../config.ts';
import { AppError, type InputFault } from '../../errors/app-error.ts';
import { causesOf } from '../../errors/causes.ts';
import {
  dependencyUnavailable,
  internalError,
  invalidRequest,
} from '../../errors/request-errors.ts';

import { errorsOf } from '../implied-errors.ts';
import { problemOf } from '../problem.ts';
import type { RouteDefinition } from '../route.ts';
import { type RouteMiddleware, stateOf } from './state.ts';

/** Turns whatever was thrown into a problem document. */
export function problems(route: RouteDefinition): RouteMiddleware {
  const declared = new Set(errorsOf(route).map(({ code }) => code));
  return {
    onError: (request) => {
      const { requestId, log } = stateOf(request.event);
      let error = toAppError(request.error);
      if (!declared.has(error.code)) {
        log.error('the route answers an error that it does not declare', { errorCode: error.code });
        // Clients still get the true error when deployed; in development the contract wins.
        if (config.stage === 'local') error = new AppError(internalError, { cause: error });
      }
      const members = error.membersSchema?.()?.safeParse(error.members);
      if (members?.error) error = new AppError(internalError, { cause: members.error });
      if (error.status >= 500) log.error('request failed', { error });
      else if (error.cause !== undefined) log.debug('request refused', { error });
      request.response = {
        statusCode: error.status,
        headers: {
          ...error.headers,
          'content-type': 'application/problem+json',
          'cache-control': 'no-store',
        },
        body: JSON.stringify(problemOf(error, requestId, members?.data)),
      };
    },
  };
}

/** An {@link AppError} for anything that can be thrown on the way through a route. */
export function toAppError(error: unknown): AppError {
  const known = causesOf(error).find((cause) => cause instanceof AppError);
  if (known) return known;
  if (isDependencyFailure(error)) {
    return new AppError(dependencyUnavailable, { cause: error, retryAfterSeconds: 1 });
  }
  return new AppError(internalError, { cause: error });
}

/** Refuses input with what to change. */
export function invalid(errors: InputFault[]): AppError {
  return new AppError(invalidRequest, { errors });
}
