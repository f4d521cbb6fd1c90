import type { Domain } from '../../lib/registry/domains.ts';
import { routesByDomain } from '../../lib/registry/routes.ts';
import { openApi } from '../support/api.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { worldOf } from '../support/world.ts';
import { failureText } from './describe-report.ts';
import { fuzz } from './fuzz.ts';
import { moaTarget } from './moa-target.ts';
import type { Target } from './target.ts';

/** Proves of every operation of a domain that it answers whatever it is sent as it documents. */
export function proveAnswers(domain: Domain): void {
  describeInProcess(`every operation of ${domain}`, () => {
    it('answers whatever it is sent as it documents', async () => {
      const api = await openApi();
      const target = await moaTarget(api, worldOf(api), [String(process.env.TABLE_NAME)]);
      // Other tests make the calls of all scenarios; most of the time goes into arranging them.
      const first: Target = {
        ...target,
        scenarios: (operation) => target.scenarios(operation).slice(0, 1),
      };
      const { operations, failures } = await fuzz(first, {
        seed: 1,
        routes: Object.values(routesByDomain[domain])
          .filter(({ path }) => path !== '$default')
          .map(({ id }) => id),
        budget: {
          share: { nastyPerPlace: 0, ownOneIn: 6, commonOneIn: 24 },
          runs: 2,
          sequences: 2,
        },
      });
      expect(failures.map(failureText)).toEqual([]);
      const silent = [...operations].filter(([, { succeeded }]) => !succeeded).map(([id]) => id);
      expect(silent).toEqual([]);
    }, 900_000);
  });
}
