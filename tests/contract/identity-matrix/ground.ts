import { scanTable } from '../../invariants/scan-table.ts';
import { type Stack, startStack } from '../../support/stack.ts';
import { testRun } from '../../support/test-run.ts';
import { type Ground, revocationMilliseconds } from '../cross-identities.ts';
import { gatherCast } from '../identities.ts';

/** Many times what it takes when nothing else runs. */
export const limitMilliseconds = 900_000;

/** A stack with the people who stand outside of every scenario. */
export async function layGround(): Promise<{ stack: Stack; ground: Ground }> {
  const stack = await startStack({ on: testRun() });
  const app = stack.app();
  const ground: Ground = {
    cast: await gatherCast(stack.createWorld()),
    createWorld: () => stack.createWorld(),
    scan: () => scanTable(stack.clients.dynamodb, stack.tableName),
    drain: () => app.drain(),
    outbound: (requestId) => app.calls(requestId),
    setClockOffset: (milliseconds) => app.setClockOffset(milliseconds),
  };
  ground.setClockOffset(revocationMilliseconds);
  return { stack, ground };
}
