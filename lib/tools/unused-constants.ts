import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type Expression, type HasSpan, parse } from '@swc/core';
import type { Plugin } from 'esbuild';

const root = join(import.meta.dirname, '../..');

/** Our own code; what dependencies do at import is not known. */
const isOwn = (path: string) => /^(events|functions|lib)\//.test(relative(root, path));

/** What can run code of others or fail: with it esbuild keeps a constant that nothing uses. */
const active = new Set([
  'AwaitExpression',
  'CallExpression',
  'MemberExpression',
  'NewExpression',
  'OptionalChainingExpression',
  'SpreadElement',
  'TaggedTemplateExpression',
]);

/** What does not run before it is called. */
const dormant = new Set(['ArrowFunctionExpression', 'FunctionExpression']);

interface Node {
  type?: string;
  [field: string]: unknown;
}

function isActive(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  const { type, spread, ...fields } = node as Node;
  if (type !== undefined && dormant.has(type)) return false;
  return (
    Boolean(spread) ||
    (type !== undefined && active.has(type)) ||
    Object.values(fields).some(isActive)
  );
}

/**
 * Lets esbuild drop the constants of our modules that a function does not use: the contracts of other
 * routes, their schemas, entities. What a constant is made by could have effects, for all that esbuild
 * knows, so it keeps them all; our modules do nothing at import but make what they export. Each value
 * becomes that of a function that is called at once and marked as pure; lines stay where they are.
 */
export async function markConstants(source: string): Promise<string> {
  const { body } = await parse(source, { syntax: 'typescript', target: 'es2024' });
  const bytes = Buffer.from(source);
  const parts: Buffer[] = [];
  let done = 0;
  for (const statement of body) {
    const declaration = statement.type === 'ExportDeclaration' ? statement.declaration : statement;
    if (declaration.type !== 'VariableDeclaration') continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type !== 'Identifier' || !init || !isActive(init)) continue;
      // Positions are of bytes and begin at 1.
      const { span } = init as Expression & HasSpan;
      const [start, end] = [span.start - 1, span.end - 1];
      parts.push(bytes.subarray(done, start), Buffer.from('/* @__PURE__ */ (() => ('));
      parts.push(bytes.subarray(start, end), Buffer.from('))()'));
      done = end;
    }
  }
  return Buffer.concat([...parts, bytes.subarray(done)]).toString();
}

export const unusedConstants: Plugin = {
  name: 'unused-constants',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (!isOwn(path)) return undefined;
      return { contents: await markConstants(await readFile(path, 'utf8')), loader: 'ts' };
    });
  },
};
