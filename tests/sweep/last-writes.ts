import type { Domain } from '../../lib/registry/domains.ts';
import { isOfDomain, oneOfEach } from '../scenarios/scenarios.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { testRun } from '../support/test-run.ts';
import { subjects } from './subject.ts';
import { type Case, sweep } from './sweep.ts';

const writes = /Write|Put|Update|Delete|Send/;

/**
 * The fault that tells most, at the last write of one scenario of each function: the effect itself.
 * `npm run sweep` makes all faults at every call of every scenario.
 */
function lastWriteLost(all: readonly Case[], calls: readonly string[]): readonly Case[] {
  const nth = calls.findLastIndex((call) => writes.test(call)) + 1;
  return all.filter((one) => one.kind === 'lost_reply' && one.count === 1 && one.nth === nth);
}

/** Proves of every function of a domain that a retry after a lost reply comes to the same. */
export function proveLastWrites(domain: Domain): void {
  describeInProcess('when the reply to its last write is lost', () => {
    let stack: Stack;

    beforeAll(async () => {
      stack = await startStack({ on: testRun() });
    });

    afterAll(() => stack.close());

    const usual = oneOfEach(
      subjects.filter(
        ({ functionId, env }) => isOfDomain(domain, functionId) && Object.keys(env).length === 0,
      ),
      ({ functionId }) => functionId,
    );

    if (usual.length === 0) {
      it('nothing is lost, as no function of the domain changes anything', () => {
        const ids = subjects.map(({ functionId }) => functionId);
        expect(ids.filter((id) => isOfDomain(domain, id))).toEqual([]);
      });
      return;
    }

    it.each(usual.map((subject) => [subject.name, subject] as const))(
      '%s comes to the same',
      async (_, subject) => {
        const { results } = await sweep(stack, subject, { choose: lastWriteLost });
        expect(results.filter(({ visited, problems }) => !visited || problems.length > 0)).toEqual(
          [],
        );
      },
    );
  });
}
