import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modulePath } from '../../lib/functions.ts';
import { kebab } from '../../lib/queue/queue.ts';
import { queues } from '../../lib/registry/queues.ts';
import { featureOf, routes } from '../../lib/registry/routes.ts';
import { tasks } from '../../lib/registry/tasks.ts';

/** The machinery, which serves every function. */
const machinery = /\/lib\/(auth|cron|errors|http|queue|registry)\//;

interface Import {
  names: string[];
  from: string;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(process.cwd(), file), 'utf8');
  return [...text.matchAll(/^import (?:type )?([\s\S]*?) from '([^']+)';$/gm)].map(
    ([, clause = '', from = '']) => ({
      names: clause
        .replace(/^\{|\}$/g, '')
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean),
      from,
    }),
  );
}

/** What a handler imports of the domains. */
const verbsOf = (file: string) =>
  importsOf(file).filter(({ from }) => from.includes('/lib/') && !machinery.test(from));

const fileNameIn = (path: string) => path.slice(path.lastIndexOf('/') + 1);

const handlers = routes.map(({ id }) => ({
  id,
  file: `${modulePath('route', id, featureOf.get(id))}.ts`,
}));

describe('one operation has one name', () => {
  it.each(handlers)('$id', ({ id, file }) => {
    const name = id.slice(id.indexOf('.') + 1);
    const imports = importsOf(file);
    expect(imports).toContainEqual({ names: ['* as routes'], from: './routes.ts' });
    for (const { names, from } of verbsOf(file)) {
      expect(fileNameIn(from)).toBe(`${kebab(name)}.ts`);
      expect(names).toContain(name);
    }
    const aliases = imports.flatMap(({ names }) =>
      names.filter((each) => / as (?!routes$)/.test(each)),
    );
    expect(aliases).toEqual([]);
  });

  it('as the house has it, wherever a handler calls a verb', () => {
    const calling = handlers.filter(({ file }) => verbsOf(file).length > 0);
    expect(calling.length).toBeGreaterThan(0.9 * handlers.length);
  });
});

/** Workers that do for each message what another file says: no one verb is theirs. */
const withoutVerb: ReadonlySet<string> = new Set([
  'identity.removeLeftovers',
  'identity.sendIdentityMail',
]);

const inBackground = [
  ...queues.map(({ id }) => ({ kind: 'worker' as const, id })),
  ...tasks.map(({ id }) => ({ kind: 'task' as const, id })),
].map(({ kind, id }) => ({ kind, id, file: `${modulePath(kind, id)}.ts` }));

describe('one worker or task has one name', () => {
  it.each(inBackground)('$kind $id', ({ kind, id, file }) => {
    const name = id.slice(id.indexOf('.') + 1);
    const contracts = importsOf(file).filter(({ from }) => from.includes('/events/'));
    const module = kind === 'worker' ? '* as queues' : '* as tasks';
    expect(contracts.flatMap(({ names }) => names)).toContain(module);
    const verbs = verbsOf(file);
    const own = verbs.filter(({ from }) => fileNameIn(from) === `${kebab(name)}.ts`);
    expect(own.length === 0).toBe(withoutVerb.has(id));
    const names = verbs.flatMap((verb) => verb.names);
    // Where messages ask for several things, these stand together in its file.
    if (names.length === 1) expect(names).toEqual([name]);
    expect(names.filter((each) => / as /.test(each))).toEqual([]);
  });

  it('but for those that have several files', () => {
    for (const id of withoutVerb) {
      const worker = inBackground.find((each) => each.id === id);
      expect(verbsOf(worker?.file ?? '').length).toBeGreaterThan(1);
    }
  });
});
