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
import { domains, invocables } from './invocables.ts';
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
  if (!domains.includes(domain)) {
    throw new Error(`There is no domain "${domain}"; choose one of ${domains.join(', ')}`);
  }
  if (invocables.some(({ definition }) => definition.id === id)) {
    throw new Error(`${id} is there already: ${modulePath(kind, id)}.ts`);
  }
  return { kind, names: { id: `${domain}.${name}`, domain, name, file: kebab(name) } };
}

/** Puts a piece of text where its place says, imports at the top. */
function merge(text: string, { imports, code, list }: Piece): string {
  const known = text.replace(/^export \{\};\n/m, '');
  const missing = imports.filter((line) => !known.includes(line));
  const begun = [...missing, known].join('\n');
  if (!list) return `${begun.trimEnd()}\n\n${code}`;
  const at = begun.search(new RegExp(`(/\\*\\*[^\\n]*\\n)?export const ${list.of} = \\[`));
  if (at < 0) throw new Error(`${list.of} cannot be found`);
  const closing = /\s*,?\s*\] as const;/;
  const rest = begun.slice(at);
  const isEmpty = new RegExp(`${list.of} = \\[\\s*\\]`).test(rest);
  return `${begun.slice(0, at)}${code}\n${rest.replace(closing, `${isEmpty ? '' : ', '}${list.add}] as const;`)}`;
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
  3. npm run generate && npm run check`);
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
