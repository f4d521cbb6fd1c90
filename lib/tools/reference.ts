import type { Auth } from '../auth/route-auth.ts';
import { accessPatterns } from '../registry/access-patterns.ts';
import { catalog } from '../registry/errors.ts';
import { routes } from '../registry/routes.ts';
import { type IdleCost, idleCosts } from './idle-cost.ts';
import { invocables } from './invocables.ts';

/** `docs/access-patterns.md`: every question to the table, and the request that answers it. */
export function accessPatternPage(): string {
  const parts = accessPatterns.map((pattern) => {
    const { id, question, usedBy, index, consistent, build } = pattern;
    return [
      `## ${id}`,
      '',
      question,
      '',
      `- Asked by: ${usedBy.map(asker).join(', ')}`,
      `- Index: ${index === 'primary' ? 'the table itself' : `\`${index}\``}, ${consistent ? 'read consistently' : 'read eventually'}`,
      '',
      '```json',
      JSON.stringify(build(), withoutTable, 2),
      '```',
      '',
    ].join('\n');
  });
  return [
    '# Access patterns',
    '',
    'Written by `npm run generate` from `access-patterns.ts` of each domain. Nothing reads the table',
    'in another way; no scan is among them.',
    '',
    table(
      ['Pattern', 'Question', 'Index'],
      accessPatterns.map(({ id, question, index }) => [`[${id}](#${anchor(id)})`, question, index]),
    ),
    '',
    ...parts,
  ].join('\n');
}

/** There is one table, whatever it is called where this runs. */
const withoutTable = (key: string, value: unknown) => (key === 'TableName' ? undefined : value);

const asker = (name: string) => (name.includes(' ') ? name : `\`${name}\``);

const anchor = (heading: string) => heading.toLowerCase().replace(/[^a-z0-9 _-]/g, '');

const tables: Record<string, () => string> = {
  routes: () =>
    table(
      ['Route', 'Who may call it', 'What it does', 'Id'],
      routes
        .filter(({ path }) => path !== '$default')
        .map(({ method, path, auth, summary, id }) => [
          `\`${method} ${path}\``,
          callers(auth),
          summary,
          `\`${id}\``,
        ]),
    ),
  functions: () =>
    table(
      ['Kind', 'Id', 'Triggered by', 'What it does'],
      invocables
        .filter(({ kind }) => kind !== 'route')
        .map((invocable) => [
          invocable.kind,
          `\`${invocable.definition.id}\``,
          trigger(invocable),
          invocable.definition.summary,
        ]),
    ),
  idle: () => {
    const costs = idleCosts();
    const sum = (some: readonly IdleCost[]) =>
      some.reduce((total, { dollars }) => total + dollars, 0).toFixed(2);
    return table(
      ['A month in which nobody calls', '`dev`', 'with alarms'],
      [
        ...costs.map(({ what, dollars, isOfAlarms }) => [
          what,
          isOfAlarms ? '–' : dollars.toFixed(2),
          dollars.toFixed(2),
        ]),
        ['together, in US dollars', sum(costs.filter(({ isOfAlarms }) => !isOfAlarms)), sum(costs)],
      ],
    );
  },
  errors: () =>
    table(
      ['Code', 'Status', 'What happened', 'What to do'],
      Object.entries(catalog).map(([code, { status, title, fix }]) => [
        `\`${code}\``,
        String(status),
        title,
        fix,
      ]),
    ),
};

function callers(auth: Auth): string {
  if (auth === 'public') return 'anybody';
  if (auth === 'optional') return 'anybody, known or not';
  if (auth === 'user') return 'anybody signed in';
  if (auth === 'otp') return 'who signs in with a second factor';
  if ('role' in auth) return auth.role;
  const scopes = auth.scopes.map((scope) => `\`${scope}\``).join(' ');
  if (!auth.member) return scopes;
  return `${auth.member} of the company${auth.orOneself ? ', oneself' : ''} · ${scopes}`;
}

function trigger(invocable: (typeof invocables)[number]): string {
  switch (invocable.kind) {
    case 'worker': {
      const { subscribes, accepts } = invocable.definition;
      return [...subscribes, ...accepts].map(({ type }) => `\`${type}\``).join(' ');
    }
    case 'task':
      return `\`${invocable.definition.schedule}\` ${invocable.definition.zone}`;
    case 'stream':
      return 'every change of the table';
    case 'route':
      return '';
  }
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map(cell).join(' | ')} |`)
    .join('\n');
}

/**
 * Writes the generated tables between `<!-- generated:name -->` and `<!-- /generated -->`.
 *
 * @throws Error when a marker names no table or is not closed
 */
export function fillMarkers(text: string): string {
  const filled = text.replace(
    /(<!-- generated:(\w+) -->\n)[\s\S]*?(<!-- \/generated -->)/g,
    (_, opening: string, name: string, closing: string) => {
      const make = tables[name];
      if (!make) throw new Error(`There is no generated table named ${name}`);
      return `${opening}\n${make()}\n\n${closing}`;
    },
  );
  const count = (pattern: RegExp) => filled.match(pattern)?.length ?? 0;
  if (count(/<!-- generated:\w+ -->/g) !== count(/<!-- \/generated -->/g)) {
    throw new Error('A <!-- generated:… --> marker is not closed by <!-- /generated -->');
  }
  return filled;
}
