import { types } from 'node:util';

/**
 * Jest runs a test file in a realm of its own, where errors of Node itself (`ECONNREFUSED`) are no
 * instances of `Error`. Code that asks, the AWS SDK among it, would see other errors than it does
 * in production.
 */
export function joinErrorsOfBothRealms(): void {
  const isInstance = Function.prototype[Symbol.hasInstance];
  Object.defineProperty(Error, Symbol.hasInstance, {
    value(this: unknown, value: unknown) {
      return (
        isInstance.call(this as typeof Error, value) ||
        (this === Error && types.isNativeError(value))
      );
    },
  });
}
