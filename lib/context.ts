import type { Caller } from './caller.ts';
import type { Log } from './log.ts';
import type { Apply, Commit } from './model/commit.ts';

/**
 * What a verb needs to know about the call it serves: the same for a request, a message and a
 * scheduled task.
 */
export interface Context<Who extends Caller = Caller> {
  caller: Who;
  /** The time of the call; verbs never look at a clock of their own. */
  now: Date;
  requestId: string;
  log: Log;
  /**
   * Applies writes at once or not at all, exactly once for the idempotency key, the message or the
   * slot that this call serves.
   */
  commit: Commit;
  /**
   * Applies writes at once or not at all, beside what the call commits and as often as it must: what
   * conditions alone make happen once, or what may happen twice.
   */
  apply: Apply;
}
