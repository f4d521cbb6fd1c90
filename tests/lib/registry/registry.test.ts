import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { domains } from '../../../lib/registry/domains.ts';
import { entities } from '../../../lib/registry/entities.ts';

const names = `{${Object.keys(domains).join(',')}}`;

/** The files that each list of the registry is made of. */
const faces: Readonly<Record<string, string>> = {
  'access-patterns': 'lib/!(registry)/access-patterns.ts',
  changes: `lib/${names}/events.ts`,
  entities: 'lib/**/*.entity.ts',
  errors: 'lib/!(registry)/errors.ts',
  'inbox-kinds': 'lib/*/inbox.ts',
  messages: `events/messages/${names}.ts`,
  purges: `lib/${names}/purge.ts`,
  queues: 'events/queues/*.ts',
  routes: 'functions/*/*/routes.ts',
  tasks: 'events/schedules/*.ts',
};

const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'/g)].map(([, path = '']) =>
    join(dirname(file), path),
  );

describe('the registry', () => {
  it.each(Object.entries(faces))('holds in %s all that there is', (list, pattern) => {
    const files = globSync(pattern);
    expect(files.length).toBeGreaterThan(0);
    const registered = new Set(importsOf(`lib/registry/${list}.ts`));
    expect(files.filter((file) => !registered.has(file))).toEqual([]);
  });

  it('calls each entity as its items do', () => {
    for (const [name, { schema }] of Object.entries(entities)) {
      expect(schema.model.entity).toBe(name);
    }
  });

  it('is the only one that lists the domains', () => {
    const isListing = (file: string) => {
      const folders = new Map<string, Set<string>>();
      for (const path of importsOf(file)) {
        const domain = Object.keys(domains).find((name) => path.split(/[/.]/).includes(name));
        if (!domain) continue;
        // A worker subscribes to the messages of whichever domains it works for.
        if (path.startsWith('events/messages/')) continue;
        const face = path.replace(domain, '');
        folders.set(face, (folders.get(face) ?? new Set()).add(domain));
      }
      return [...folders.values()].some(({ size }) => size >= 3);
    };
    const files = globSync('{lib,functions,events}/**/*.ts');
    const strays = files.filter((file) => !file.startsWith('lib/registry/') && isListing(file));
    expect(strays).toEqual([]);
    expect(isListing('lib/registry/purges.ts')).toBe(true);
  });
});
