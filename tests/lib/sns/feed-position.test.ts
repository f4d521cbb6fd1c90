import fc from 'fast-check';
import type { Context } from '../../../lib/context.ts';
import { openCursor, sealCursor } from '../../../lib/http/cursor.ts';
import { newId } from '../../../lib/ids.ts';
import { createLog } from '../../../lib/log.ts';
import { transactionsOf } from '../../../lib/model/commit.ts';
import {
  decodeLogs,
  encodeLogs,
  loadPosition,
  savePosition,
} from '../../../lib/sns/timeline/feed-position.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';

const position = fc.record({
  authorId: fc.date({ min: new Date(0), noInvalidDate: true }).map((date) => newId('user', date)),
  chunk: fc.nat(),
  inHead: fc.boolean(),
});

describe('the logs in a cursor', () => {
  it('come back as they went', () => {
    fc.assert(
      fc.property(fc.array(position), (logs) => {
        expect(decodeLogs(encodeLogs(logs))).toEqual(logs);
      }),
    );
  });
});

describeInProcess('the position in a cursor', () => {
  it.each([0, 1, 80, 81, 5000])('comes back with %s logs, in a cursor that fits', async (count) => {
    const now = new Date();
    const caller = { kind: 'system', name: 'test' } as const;
    const transactions = transactionsOf({ caller, now });
    const ctx: Context = { caller, now, requestId: 'test', log: createLog({}), ...transactions };
    const logs = Array.from({ length: count }, (_, index) => ({
      authorId: newId('user', now),
      chunk: 40_000 + index,
      inHead: true,
    }));
    const below = newId('post', now);
    const binding = { routeId: 'sns.getTimeline', callerId: newId('user', now), filters: [{}, {}] };
    const cursor = await sealCursor(await savePosition(ctx, { below, logs }), binding, now);
    expect(cursor.length).toBeLessThanOrEqual(4096);
    expect(await loadPosition(await openCursor(cursor, binding, now))).toEqual({ below, logs });
  });

  it('is refused when its rest has expired', async () => {
    const lost = loadPosition(`${newId('post', new Date())} @${'0'.repeat(32)}`);
    await expect(lost).rejects.toMatchObject({ code: 'request.invalid_cursor' });
  });
});
