/**
 * Begins something in the house style:
 *
 *   npm run new -- route sns.createPost
 *   npm run new -- worker sns.fanOutPost
 *   npm run new -- task sns.purgePosts
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { modulePath } from '../functions.ts';
import { kebab } from '../queue/queue.ts';
import { domains } from '../registry/domains.ts';
import { invocables } from './invocables.ts';
import { type Names, type Piece, routePieces, taskPieces, workerPieces } from './scaffolds.ts';

const root = join(import.meta.dirname, '../..');

const kinds = { route: routePieces, worker: workerPieces, task: taskPieces };
type Kind = keyof typeof kinds;

const isKind = (text: string): text is Kind => Object.hasOwn(kinds, text);

/** @throws Error in one line when the arguments do not name something new */
function readArguments([kind = '', id = '']: string[]): { kind: Kind; names: Names } {
  if (!isKind(kind)) {
    throw new Error(
      `"${kind}" cannot be begun; write npm run new -- route|worker|task <domain>.<verbNoun>`,
    );
  }
  const [, domain = '', name = ''] = /^([a-z]+)\.([a-z]+(?:[A-Z][a-z0-9]*)+)$/.exec(id) ?? [];
  if (!name) throw new Error(`"${id}" is no id: write <domain>.<verbNoun>, such as sns.createPost`);
  if (!Object.hasOwn(domains, domain)) {
    throw new Error(
      `There is no domain "${domain}"; choose one of ${Object.keys(domains).join(', ')}`,
    );
  }
  if (invocables.some(({ definition }) => definition.id === id)) {
    throw new Error(`${id} is there already: ${modulePath(kind, id)}.ts`);
  }
  return { kind, names: { id: `${domain}.${name}`, domain, name, file: kebab(name) } };
}

/** Adds the names that an import line brings, to a line from the same module where there is one. */
function withImport(text: string, line: string): string {
  const [, names = '', from = ''] = /\{ (.+) \} from '(.+)'/.exec(line) ?? [];
  const present = new RegExp(`(import (?:type )?\\{)([^}]*)(\\} from '${from}')`).exec(text);
  if (!names || !present) return text.includes(line) ? text : `${line}\n${text}`;
  const [whole, opening = '', list = '', closing = ''] = present;
  const known = list.split(',').map((name) => name.trim());
  const added = [...new Set([...known.filter(Boolean), ...names.split(', ')])];
  return text.replace(whole, `${opening} ${added.join(', ')} ${closing}`);
}

/** Puts an entry at the end of a record. */
function withEntry(text: string, { of, add }: NonNullable<Piece['record']>): string {
  const record = new RegExp(`(export const ${of}\\b[^=]*= \\{)(?:|([\\s\\S]*?)\\n)\\};`);
  if (!record.test(text)) throw new Error(`${of} cannot be found`);
  return text.replace(
    record,
    (_, opening: string, entries = '') => `${opening}${entries}\n  ${add},\n};`,
  );
}

/** Puts a piece into the text of its file: imports at the top, a new entry at its list's end. */
function merge(before: string, { imports, code, list, record }: Piece): string {
  const text = imports.reduce(withImport, before.replace(/^export \{\};\n/m, ''));
  if (record) return withEntry(text, record);
  if (!list) return `${text.trimEnd()}\n\n${code}`;
  const at = text.search(new RegExp(`(/\\*\\*[^\\n]*\\n)?export const ${list.of} = \\[`));
  if (at < 0) throw new Error(`${list.of} cannot be found`);
  const rest = text.slice(at);
  const isEmpty = /= \[\s*\]/.test(rest);
  const entry = isEmpty ? list.add : `, ${list.add}`;
  return `${text.slice(0, at)}${code}\n${rest.replace(/\s*,?\s*\] as const;/, `${entry}] as const;`)}`;
}

function main(): void {
  const { kind, names } = readArguments(process.argv.slice(2));
  const pieces = kinds[kind](names);
  const taken = pieces.find(({ path, isNew }) => isNew && existsSync(join(root, path)));
  if (taken) throw new Error(`${taken.path} is there already; nothing was written`);
  for (const piece of pieces) {
    const path = join(root, piece.path);
    mkdirSync(dirname(path), { recursive: true });
    const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
    writeFileSync(path, merge(before, piece));
    console.log(`${piece.isNew ? 'wrote' : 'added to'} ${piece.path}`);
  }
  const paths = pieces.map(({ path }) => path);
  spawnSync('biome', ['check', '--write', ...paths], { cwd: root, stdio: 'ignore' });
  console.log(`
Next:
  1. Say in ${paths[0]} what ${names.id} takes, answers and needs.
  2. Do the work in lib/${names.domain}/${names.file}.ts.
  3. Show in tests/scenarios/${names.domain}.ts how it comes to do it.
  4. npm run generate && npm run check`);
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
