import { getPost } from '../../functions/sns/posts/routes.ts';
import { handle } from '../../lib/http/handle.ts';
import { defineRoute, type RouteDefinition } from '../../lib/http/route.ts';
import type { RoutesByDomain } from '../../lib/registry/routes.ts';
import type { RouteScenarios } from '../scenarios/scenario.ts';
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
