import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { markConstants } from '../../../lib/tools/unused-constants.ts';

/** What is left in a bundle of a module of which it uses the constant `used`. */
async function leftOf(source: string): Promise<string> {
  const contents = await markConstants(source);
  const { outputFiles } = await build({
    bundle: true,
    write: false,
    minifySyntax: true,
    stdin: { contents: "import { used } from 'module'; globalThis.result = used;" },
    plugins: [
      {
        name: 'memory',
        setup(memory) {
          memory.onResolve({ filter: /^module$/ }, () => ({ path: 'module', namespace: 'memory' }));
          memory.onLoad({ filter: /.*/, namespace: 'memory' }, () => ({
            contents,
            loader: 'ts',
          }));
        },
      },
    ],
  });
  return outputFiles[0]?.text ?? '';
}

describe('unused constants', () => {
  it.each([
    ['a call', 'make({ a: make("ü") })'],
    ['a chain of calls', 'make(1).with(make(2)).with(3)'],
    ['an instance', 'new Thing(make(1))'],
    ['a field of another', '{ ...other, field: other.field[0] }'],
    ['a template', 'tag`text`'],
    ['what has a type', 'make<string>(1) satisfies unknown as string'],
  ])('of %s are dropped', async (_, value) => {
    const left = await leftOf(`
      declare const make: any, tag: any, other: any, Thing: any; // é 🦉
      export const used = 'kept';
      export const unused = ${value};
      const alsoUnused: string = ${value}, last = make('last');
    `);
    expect(left).toContain('kept');
    expect(left).not.toMatch(/make|tag|other|Thing/);
  });

  it('leave what they are made of when that is used', async () => {
    const left = await leftOf(`
      const make = (text: string) => ({ text, with: (more: string) => make(text + more) });
      const first = make('ü');
      export const used = first.with('b').text;
      export const unused = make('dropped');
    `);
    expect(left).not.toContain('dropped');
    const seen: { result?: string } = {};
    runInNewContext(left, seen);
    expect(seen.result).toBe('üb');
  });

  it('are no statements, which stay', async () => {
    const left = await leftOf("export const used = 1;\nglobalThis.register('stays');");
    expect(left).toContain('stays');
  });

  it('are marked on the lines where they were', async () => {
    const source = 'const a = {\n  b: c(),\n};\n\nexport const d = [\n  e(),\n];\nlet f;\n';
    const marked = await markConstants(source);
    expect(marked.split('\n').map((line) => line.includes('PURE'))).toEqual(
      source.split('\n').map((line) => line.startsWith('const a') || line.startsWith('export')),
    );
  });
});
