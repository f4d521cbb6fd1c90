import { baseUrl } from './mode.ts';

/** `describe` for tests that reach the code itself or its table; skipped over HTTP. */
export const describeInProcess = baseUrl === undefined ? describe : describe.skip;
