import fc from 'fast-check';
import { newId } from '../../../lib/ids.ts';
import { decodeLogs, encodeLogs } from '../../../lib/sns/feed-position.ts';

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
