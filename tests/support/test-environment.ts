import { constants, createContext } from 'node:vm';
import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment';
import { TestEnvironment as NodeEnvironment } from 'jest-environment-node';
import { ModuleMocker } from 'jest-mock';
import type { TestRun } from './test-run.ts';

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
  readonly #testPath: string;
  #clear: (() => Promise<void>) | undefined;

  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    super(config, context);
    this.#testPath = context.testPath;
    const global = createContext(constants.DONT_CONTEXTIFY);
    for (const name of Reflect.ownKeys(this.global)) {
      if (shared.has(name) || !Object.hasOwn(global, name)) lend(this.global, global, name);
    }
    Object.assign(global, { global });
    this.context = global;
    this.global = global as typeof this.global;
    this.moduleMocker = new ModuleMocker(global as typeof globalThis);
  }

  /** The services of a test file are loaded once a process, outside of the file's own modules. */
  override async setup(): Promise<void> {
    await super.setup();
    const { isOnServices } = await import('./in-process/on-services.ts');
    const run = process.env.MOA_TEST_RUN;
    if (run === undefined || isOnServices(this.#testPath)) return;
    const { layGround } = await import('./in-process/ground.ts');
    const { ground, clear } = await layGround(JSON.parse(run) as TestRun);
    this.#clear = clear;
    Reflect.set(this.global, Symbol.for('moa.tests.ground'), ground);
  }

  override async teardown(): Promise<void> {
    await this.#clear?.();
    await super.teardown();
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
