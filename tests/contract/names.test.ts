import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modulePath } from '../../lib/functions.ts';
import { kebab } from '../../lib/queue/queue.ts';
import { featureOf, routes } from '../../lib/registry/routes.ts';

/** The machinery, which serves every route. */
const machinery = /\/lib\/(auth|errors|http|registry)\//;

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

const handlers = routes.map(({ id }) => ({
  id,
  file: `${modulePath('route', id, featureOf.get(id))}.ts`,
}));

describe('one operation has one name', () => {
  it.each(handlers)('$id', ({ id, file }) => {
    const name = id.slice(id.indexOf('.') + 1);
    const imports = importsOf(file);
    expect(imports).toContainEqual({ names: ['* as routes'], from: './routes.ts' });
    const verbs = imports.filter(({ from }) => from.includes('/lib/') && !machinery.test(from));
    for (const { names, from } of verbs) {
      expect(from.slice(from.lastIndexOf('/') + 1)).toBe(`${kebab(name)}.ts`);
      expect(names).toContain(name);
    }
    const aliases = imports.flatMap(({ names }) =>
      names.filter((each) => / as (?!routes$)/.test(each)),
    );
    expect(aliases).toEqual([]);
  });

  it('as the house has it, wherever a handler calls a verb', () => {
    const calling = handlers.filter(({ file }) =>
      importsOf(file).some(({ from }) => from.includes('/lib/') && !machinery.test(from)),
    );
    expect(calling.length).toBeGreaterThan(0.9 * handlers.length);
  });
});
