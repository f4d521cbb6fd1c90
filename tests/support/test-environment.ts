import { constants, createContext } from 'node:vm';
import { TestEnvironment as NodeEnvironment } from 'jest-environment-node';
import { ModuleMocker } from 'jest-mock';

/** What code of a test file must find as Node's own modules know it, though each realm has its own. */
const shared: ReadonlySet<PropertyKey> = new Set([
  'ArrayBuffer',
  'Buffer',
  'Uint8Array',
  'process',
]);

/**
 * Jest's environment over an ordinary global object. Jest's own asks Node at each access of a global
 * (`Array`, `Object`), a hundred times slower than elsewhere.
 */
export default class TestEnvironment extends NodeEnvironment {
  constructor(...options: ConstructorParameters<typeof NodeEnvironment>) {
    super(...options);
    const global = createContext(constants.DONT_CONTEXTIFY);
    for (const name of Reflect.ownKeys(this.global)) {
      if (shared.has(name) || !Object.hasOwn(global, name)) lend(this.global, global, name);
    }
    Object.assign(global, { global });
    this.context = global;
    this.global = global as typeof this.global;
    this.moduleMocker = new ModuleMocker(global as typeof globalThis);
  }
}

/** Defines a property as it is elsewhere; what is made at first use is made at first use. */
function lend(from: object, to: object, name: PropertyKey): void {
  const descriptor = Object.getOwnPropertyDescriptor(from, name);
  if (!descriptor?.get) {
    Object.defineProperty(to, name, descriptor ?? {});
    return;
  }
  const { enumerable = false } = descriptor;
  const settle = (value: unknown) => {
    Object.defineProperty(to, name, { configurable: true, enumerable, writable: true, value });
  };
  Object.defineProperty(to, name, {
    configurable: true,
    enumerable,
    get() {
      const value: unknown = Reflect.get(from, name);
      settle(value);
      return value;
    },
    set: settle,
  });
}
