import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../errors/app-error.ts';
import { dependencyUnavailable } from '../errors/request-errors.ts';

/** Attempts that a call makes against others before it gives up. */
const mostTimes = 10;

/** Full jitter below this before each further attempt. */
const longestPauseMilliseconds = 400;

/**
 * Attempts something that stands on what it has read, and begins it anew when others have changed
 * that meanwhile: `again` is the `otherwise` of its writes.
 *
 * @throws AppError `request.dependency_unavailable` when others were faster every time
 * @example
 * retry(async (again) => {
 *   const { version } = await readNote(noteId);
 *   const change = Notes.patch({ noteId }).add({ version: 1 }).where((is, { eq }) => eq(is.version, version));
 *   return ctx.commit([writeIf(change, again)], undefined);
 * });
 */
export function retry<Outcome>(
  attempt: (again: () => Promise<Outcome>) => Promise<Outcome>,
  times = mostTimes,
): Promise<Outcome> {
  return retryFrom(undefined, (_, again) => attempt(() => again(undefined)), times);
}

/** {@link retry} where an attempt tells the next one what it has found. */
export async function retryFrom<State, Outcome>(
  first: State,
  attempt: (state: State, again: (next: State) => Promise<Outcome>) => Promise<Outcome>,
  times = mostTimes,
): Promise<Outcome> {
  let made = 1;
  const again = async (next: State): Promise<Outcome> => {
    if (made >= times) {
      throw new AppError(dependencyUnavailable, {
        cause: new Error(`Others were faster ${times} times`),
        retryAfterSeconds: 1,
      });
    }
    await pause(Math.random() * Math.min(longestPauseMilliseconds, 15 * 2 ** made));
    made += 1;
    return attempt(next, again);
  };
  return attempt(first, again);
}
