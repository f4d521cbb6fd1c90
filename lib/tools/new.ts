/**
 * Begins something in the house style:
 *
 *   npm run new -- domain crm
 *   npm run new -- entity crm.contact --feature contacts
 *   npm run new -- route crm.createContact --feature contacts
 *   npm run new -- worker crm.importContacts --feature contacts
 *   npm run new -- task crm.mergeContacts --feature contacts
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { kebab } from '../queue/queue.ts';
import { domains } from '../registry/domains.ts';
import { invocables } from './invocables.ts';
import {
  domainPieces,
  entityPieces,
  type Piece,
  type Present,
  placeOf,
  routePieces,
  taskPieces,
  workerPieces,
} from './scaffolds.ts';

const root = join(import.meta.dirname, '../..');

const usage = `write one of
  npm run new -- domain <domain>
  npm run new -- entity <domain>.<noun> --feature <feature>
  npm run new -- route|worker|task <domain>.<verbNoun> --feature <feature>`;

const textOf = (path: string) =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '';

/** What is written, and what is to be done with it. */
interface Plan {
  pieces: readonly Piece[];
  next: readonly string[];
}

/** @throws Error in one line when the name is not that of a new domain */
function domainPlan(domain: string): Plan {
  if (!/^[a-z]+$/.test(domain))
    throw new Error(`"${domain}" is no name: write one word, such as crm`);
  if (existsSync(join(root, 'lib', domain))) throw new Error(`lib/${domain} is there already`);
  return {
    pieces: domainPieces({ domain }),
    next: [
      `Say in lib/registry/domains.ts what ${domain} is about.`,
      `npm run new -- entity ${domain}.<noun>, and routes.`,
    ],
  };
}

/** @throws Error in one line when the arguments do not name something new in a feature of a domain */
function readNames(id: string, feature: string | undefined, pattern: RegExp, example: string) {
  const [, domain = '', name = ''] = pattern.exec(id) ?? [];
  if (!name) throw new Error(`"${id}" is no id: write ${example}`);
  if (!Object.hasOwn(domains, domain)) {
    throw new Error(
      `There is no domain "${domain}"; choose one of ${Object.keys(domains).join(', ')}, or begin it`,
    );
  }
  if (!feature || !/^[a-z]+(-[a-z0-9]+)*$/.test(feature)) {
    throw new Error(`Name a folder of lib/${domain} by --feature, such as --feature contacts`);
  }
  return { domain, name, feature };
}

/** @throws Error in one line when there is such an entity */
function entityPlan(id: string, feature: string | undefined): Plan {
  const pattern = /^([a-z]+)\.([a-z]+(?:[A-Z][a-z0-9]*)*)$/;
  const names = readNames(id, feature, pattern, '<domain>.<noun>, such as crm.contact');
  if (new RegExp(`^ {2}${names.name}:`, 'm').test(textOf('lib/registry/entities.ts'))) {
    throw new Error(`There is an entity ${names.name} already`);
  }
  const pieces = entityPieces(names, { floors: textOf('tests/dependencies.test.ts') });
  return {
    pieces,
    next: [
      `Say in ${pieces[0]?.path} what its items hold, and by which keys they are found.`,
      'Add to access-patterns.ts what is asked for, to purge.ts what goes with an account.',
      `Say in tests/invariants/${names.domain}.ts what always holds of it.`,
    ],
  };
}

const functionPieces = { route: routePieces, worker: workerPieces, task: taskPieces };
type Kind = keyof typeof functionPieces;

const isKind = (text: string): text is Kind => Object.hasOwn(functionPieces, text);

/** @throws Error in one line when there is such a function, or a route at its place */
function functionPlan(kind: Kind, id: string, feature: string | undefined): Plan {
  const pattern = /^([a-z]+)\.([a-z]+(?:[A-Z][a-z0-9]*)+)$/;
  const found = readNames(id, feature, pattern, '<domain>.<verbNoun>, such as sns.createPost');
  const names = { ...found, id, file: kebab(found.name) };
  if (invocables.some(({ definition }) => definition.id === id)) {
    throw new Error(`${id} is there already`);
  }
  const { method, path } = placeOf(names);
  const isTaken = invocables.some(
    ({ kind: other, definition }) =>
      other === 'route' && definition.method === method && definition.path === path,
  );
  if (kind === 'route' && isTaken) throw new Error(`${method} ${path} is there already`);
  const present: Present = {
    floors: textOf('tests/dependencies.test.ts'),
    hasRoutes: existsSync(join(root, `functions/${names.domain}/${names.feature}/routes.ts`)),
  };
  const pieces = functionPieces[kind](names, present);
  return {
    pieces,
    next: [
      `Say in ${pieces[0]?.path} what ${id} takes, answers and needs.`,
      `Do the work in lib/${names.domain}/${names.feature}/${names.file}.ts.`,
      `Show in tests/scenarios/${names.domain}.ts how it comes to do it.`,
    ],
  };
}

/** @throws Error in one line when the arguments do not say what to begin */
function readPlan(): Plan {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { feature: { type: 'string' } },
  });
  const [kind = '', name = '', ...rest] = positionals;
  if (rest.length > 0) throw new Error(`"${rest[0]}" is too much: ${usage}`);
  if (kind === 'domain') return domainPlan(name);
  if (kind === 'entity') return entityPlan(name, values.feature);
  if (isKind(kind)) return functionPlan(kind, name, values.feature);
  throw new Error(`"${kind}" cannot be begun: ${usage}`);
}

/** The text of a file with its piece. */
function textWith(piece: Piece): string {
  if ('text' in piece) {
    if (existsSync(join(root, piece.path))) {
      throw new Error(`${piece.path} is there already; nothing was written`);
    }
    return piece.text;
  }
  return piece.edits.reduce((text, edit) => edit(text), textOf(piece.path));
}

function main(): void {
  const { pieces, next } = readPlan();
  // All texts are made before the first is written.
  for (const [path, text] of pieces.map((piece) => [piece.path, textWith(piece)] as const)) {
    const isNew = !existsSync(join(root, path));
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`${isNew ? 'wrote' : 'added to'} ${path}`);
  }
  const paths = pieces.map(({ path }) => path);
  const { status, stderr } = spawnSync(
    join(root, 'node_modules/.bin/biome'),
    ['check', '--write', ...paths],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`What was written could not be formatted:\n${stderr}`);
  const steps = [...next, 'npm run generate && npm run check'];
  console.log(`\nNext:\n${steps.map((step, at) => `  ${at + 1}. ${step}`).join('\n')}`);
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
