import { invocables } from '../../../lib/tools/invocables.ts';
import { quotasOfStage, quotaWarnings } from '../../../lib/tools/quotas.ts';

describe('quotas', () => {
  it('count every route by each of its methods, and fewer roles than functions', () => {
    const [routes, roles] = quotasOfStage();
    const methods = invocables.flatMap(({ kind, definition }) =>
      kind === 'route' ? (definition.alsoHead ? ['one', 'HEAD'] : ['one']) : [],
    );
    expect(routes).toMatchObject({ used: methods.length, limit: 300 });
    expect(roles?.used).toBeGreaterThan(50);
    expect(roles?.used).toBeLessThan(invocables.length);
  });

  it('are told of before they are used up, with what to do', () => {
    const quota = { name: 'routes', limit: 300, raisedIn: 'Service Quotas' };
    expect(quotaWarnings([{ ...quota, used: 240 }])).toEqual([]);
    expect(quotaWarnings([{ ...quota, used: 241 }])).toEqual([
      '241 of 300 routes: ask for more in Service Quotas',
    ]);
    expect(quotaWarnings([{ name: 'functions', used: 90, limit: 85 }])).toEqual([
      '90 of 85 functions: divide the domain',
    ]);
  });
});
