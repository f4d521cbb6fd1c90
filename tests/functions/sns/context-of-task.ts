import { now } from '../../../lib/clock.ts';
import type { Context } from '../../../lib/context.ts';
import { createLog } from '../../../lib/log.ts';
import { transactionsOf } from '../../../lib/model/commit.ts';

/** What a task or a command hands to the verbs that it calls. */
export function contextOfTask(name: string): Context {
  const caller = { kind: 'system', name } as const;
  const time = now();
  return {
    caller,
    now: time,
    requestId: name,
    log: createLog({}),
    ...transactionsOf({ caller, now: time }),
  };
}
