import { describeAnswer } from '../support/answer.ts';
import { openApi } from '../support/api.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { worldOf } from '../support/world.ts';
import { routeScenarios } from './scenarios.ts';

describeInProcess('a scenario', () => {
  it.each(routeScenarios)('$name stands alone beside itself', async ({ route, scenario }) => {
    const world = worldOf(await openApi());
    for (let time = 1; time <= 2; time++) {
      const answer = await world.call(route, await scenario.arrange(world));
      const isSuccess = answer.status >= 200 && answer.status < 400;
      expect(isSuccess || describeAnswer(answer)).toBe(true);
    }
  });
});
