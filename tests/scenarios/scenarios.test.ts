import { globSync } from 'node:fs';
import { join } from 'node:path';
import * as streams from '../../events/streams.ts';
import { queues } from '../../lib/registry/queues.ts';
import { routes } from '../../lib/registry/routes.ts';
import { tasks } from '../../lib/registry/tasks.ts';
import { backgroundScenarios, domains, isOfDomain, routeScenarios } from './scenarios.ts';

/* That they succeed, and have effects, is shown by the identity matrix and the sweep. */

describe('scenarios', () => {
  it('are there for every route', () => {
    const covered = new Set(routeScenarios.map(({ route }) => route.id));
    const missing = routes.filter(({ id, path }) => path !== '$default' && !covered.has(id));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });

  it('are there for every worker, task and reader of the stream', () => {
    const covered = new Set(backgroundScenarios.map(({ id }) => id));
    const definitions = [...queues, ...tasks, ...Object.values(streams)];
    const missing = definitions.filter(({ id }) => !covered.has(id));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });

  it('have names of their own', () => {
    for (const scenarios of [routeScenarios, backgroundScenarios]) {
      const names = scenarios.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it.each(['sweep', 'contract/identity-matrix', 'fuzz'])(
    'are gone through for every domain in %s',
    (folder) => {
      const proofs = globSync('*.test.ts', { cwd: join(__dirname, '..', folder) });
      expect(proofs).toEqual(expect.arrayContaining(domains.map((domain) => `${domain}.test.ts`)));
    },
  );

  it('are each of one domain, whose proofs go through them', () => {
    const ids = [...routes, ...queues, ...tasks, ...Object.values(streams)].map(({ id }) => id);
    const strays = ids.filter((id) => domains.filter((name) => isOfDomain(name, id)).length !== 1);
    expect(strays).toEqual([]);
  });
});
