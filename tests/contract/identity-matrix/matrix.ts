import type { Domain } from '../../../lib/registry/domains.ts';
import { routesByDomain } from '../../../lib/registry/routes.ts';
import { isOfDomain, routeScenarios } from '../../scenarios/scenarios.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import type { Stack } from '../../support/stack.ts';
import { crossIdentities, type Ground } from '../cross-identities.ts';
import { layGround, limitMilliseconds } from './ground.ts';

/** Proves of every route of a domain that it lets in who may call it, and nobody else. */
export function proveMatrix(domain: Domain): void {
  describeInProcess(`every route of ${domain}, crossed with every identity and id`, () => {
    let stack: Stack;
    let ground: Ground;

    beforeAll(async () => {
      ({ stack, ground } = await layGround());
    });

    afterAll(() => stack.close());

    it(
      'lets in who may, and nobody else',
      async () => {
        const { true: own = [], false: others = [] } = Object.groupBy(
          routeScenarios,
          ({ route }) => String(isOfDomain(domain, route.id)) as 'true' | 'false',
        );
        const { findings, cells } = await crossIdentities(ground, own, others);
        expect(findings).toEqual([]);
        expect(cells).toBeGreaterThanOrEqual(35 * Object.keys(routesByDomain[domain]).length);
      },
      limitMilliseconds,
    );
  });
}
