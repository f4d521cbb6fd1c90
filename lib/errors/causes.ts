import { types } from 'node:util';

const maxDepth = 10;

/** An error and what caused it, outermost first; ten at most, because causes can go in circles. */
export function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let cause = error; types.isNativeError(cause); cause = cause.cause) {
    causes.push(cause);
    if (causes.length === maxDepth) break;
  }
  return causes;
}
