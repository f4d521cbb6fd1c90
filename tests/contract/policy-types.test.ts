import { getPost } from '../../functions/sns/posts/routes.ts';
import { handle } from '../../lib/http/handle.ts';
import { defineRoute, type RouteDefinition } from '../../lib/http/route.ts';
import type { RoutesByDomain } from '../../lib/registry/routes.ts';
import type { RouteScenario, RouteScenarios } from '../scenarios/scenario.ts';
import { sns } from '../scenarios/sns.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { invoke } from '../support/invoke.ts';

/* That this file compiles is the proof: each expected error must be one. */

const { auth: _auth, ...withoutAuth } = getPost;
const { getPost: _scenario, ...withoutGetPost } = sns.routes;

describeInProcess('a route without a policy', () => {
  it('does not compile, and where it is forced to lets nobody in', async () => {
    // @ts-expect-error `auth` is missing
    const forgotten = defineRoute(withoutAuth);
    let hasRun = false;
    const handler = handle(forgotten as unknown as RouteDefinition, () => {
      hasRun = true;
    });
    const params = { postId: getPost.examples.params.postId };
    const answers = [
      await invoke(handler, { params }),
      await invoke(handler, { params, headers: { authorization: 'Bearer x' } }),
    ];
    for (const { status } of answers) expect(status).toBeGreaterThanOrEqual(400);
    expect(hasRun).toBe(false);
  });

  it.each(['everybody', 'admin', '', 'Public', undefined])(
    'does not compile with the policy %j',
    (auth) => {
      // @ts-expect-error no such policy
      const route = defineRoute({ ...withoutAuth, auth });
      expect(route.auth).toBe(auth);
    },
  );
});

it('a policy that nothing enforces does not compile', () => {
  const auth = { member: 'viewer', scopes: ['posts:read'] } as const;
  // @ts-expect-error the path names no company to be a member of
  const route = defineRoute({ ...withoutAuth, auth });
  expect(route.path).not.toContain('{companyId}');
});

it('a route without a scenario does not compile', () => {
  // @ts-expect-error `getPost` is missing
  const scenarios: RouteScenarios<RoutesByDomain['sns']> = withoutGetPost;
  expect(Object.keys(scenarios)).not.toContain('getPost');
});

it('a scenario that does not say what others are answered does not compile', () => {
  const arrange = async () => ({});
  const scenarios: RouteScenarios<RoutesByDomain['sns']> = {
    ...sns.routes,
    // @ts-expect-error `others` is missing
    getTimeline: { arrange },
  };
  expect(scenarios.getTimeline).not.toHaveProperty('others');
});

it('a scenario of a route for members that does not say how they stand does not compile', () => {
  type Routes = RoutesByDomain['companies'];
  const hidden = { others: 'hidden', arrange: async () => ({}) as never } as const;
  const open = { closed: 'same', suspended: 'same' } as const;
  const refused = {
    closed: 'companies.company_closed',
    suspended: 'companies.company_suspended',
  } as const;
  const said: { [Name in keyof Routes]?: RouteScenario<Routes[Name]> } = {
    listMembers: { ...hidden, tenant: { ...open, ownOnly: 'less' } },
    updateCompany: { ...hidden, tenant: refused },
    removeMember: { ...hidden, tenant: { ...open, ownOnly: 'same' } },
    getCompany: { ...hidden, elsewhere: 'absent' },
  };
  const unsaid: typeof said = {
    // @ts-expect-error `tenant` is missing
    listMembers: hidden,
    // @ts-expect-error what is answered in a suspended company is missing
    closeCompany: { ...hidden, tenant: { closed: 'companies.company_closed' } },
    // @ts-expect-error what is answered to who sees only what is their own is missing
    listCompanyHistory: { ...hidden, tenant: open },
    // @ts-expect-error nothing is written in a company that is closed
    updateCompany: { ...hidden, tenant: { ...refused, closed: 'same' } },
    // @ts-expect-error no admin sees only what is their own
    createInvitation: { ...hidden, tenant: { ...refused, ownOnly: 'same' } },
    // @ts-expect-error a closed company can be read
    getMemberProfile: { ...hidden, tenant: { ...refused, ownOnly: 'same' } },
    // @ts-expect-error what is answered to a key of another company is missing
    getCompany: hidden,
    // @ts-expect-error it takes no keys that are bound to a company
    createCompany: { ...hidden, elsewhere: 'absent' },
  };
  expect(Object.keys(unsaid)).toHaveLength(8);
});
