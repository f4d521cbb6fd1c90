import { now } from '../../../lib/clock.ts';
import type { Context } from '../../../lib/context.ts';
import { createLog } from '../../../lib/log.ts';
import { createCommit } from '../../../lib/model/commit.ts';

/** What a task or a command hands to the verbs that it calls. */
export function contextOfTask(name: string): Context {
  return {
    caller: { kind: 'system', name },
    now: now(),
    requestId: name,
    log: createLog({}),
    commit: createCommit({ actor: `system:${name}`, now: now() }),
  };
}
