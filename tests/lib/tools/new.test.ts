import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const root = process.cwd();

/** What is no source. */
const leftOut = new Set(
  ['.git', ...readFileSync(join(root, '.gitignore'), 'utf8').split('\n')].map((name) =>
    name.replace(/\/$/, ''),
  ),
);

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moa-new-'));
  cpSync(root, folder, { recursive: true, filter: (path) => !leftOut.has(basename(path)) });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a command in the copy, with none of the environment of tests. */
function run(command: string): Promise<{ code: number | null; output: string }> {
  const [program = '', ...args] = command.split(' ');
  const { PATH, HOME } = process.env;
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    cwd: folder,
    env: { PATH, HOME, NO_COLOR: '1' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += String(text);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<'lint' | 'new', string>;
};

/** `npm run new`, without the time that npm takes. */
const begin = (what: string) => run(`${scripts.new} ${what}`);

/** The sources that were begun or added to. */
const touched = new Set<string>();

describe('npm run new', () => {
  it.each([
    ['collection crm.contact', 'cannot be begun'],
    ['domain sns', 'lib/sns is there already'],
    ['domain Crm2', 'is no name'],
    ['route crm.createContact --feature contacts', 'There is no domain "crm"'],
    ['route sns.createPost --feature publishing', 'is there already'],
    ['route sns.createFile --feature files', 'POST /v1/files is there already'],
    ['route sns.pinPost', 'Name a folder of lib/sns by --feature'],
    ['route sns.pin --feature pins', 'is no id'],
    ['entity sns.post --feature posts', 'There is an entity post already'],
    ['worker sns.pinPost --feature ../pins', 'Name a folder of lib/sns by --feature'],
  ])('refuses %s', async (what, reason) => {
    const { code, output } = await begin(what);
    expect(output).toContain(reason);
    expect(code).toBe(1);
  });

  it.each([
    ['domain crm', 'wrote lib/crm/purge.ts'],
    ['entity crm.contact --feature contacts', 'wrote lib/crm/contacts/contacts.entity.ts'],
    ['entity identity.badge --feature badges', 'added to lib/identity/purge.ts'],
    ['route crm.createContact --feature contacts', 'added to lib/registry/routes.ts'],
    ['route crm.listContacts --feature contacts', 'added to functions/crm/contacts/routes.ts'],
    ['route crm.updateContact --feature contacts', 'wrote lib/crm/contacts/update-contact.ts'],
    ['route sns.pinPost --feature pins', 'wrote functions/sns/pins/routes.ts'],
    ['worker crm.importContacts --feature contacts', 'added to events/queues/crm.ts'],
    ['worker sns.sortPins --feature pins', 'wrote functions/sns/workers/sort-pins.ts'],
    ['task crm.mergeContacts --feature contacts', 'added to events/schedules/crm.ts'],
    ['task platform.emptyBins --feature bins', 'wrote lib/platform/bins/empty-bins.ts'],
  ])('begins %s', async (what, written) => {
    const { code, output } = await begin(what);
    expect(output).toContain(written);
    expect(code).toBe(0);
    for (const [, path = ''] of output.matchAll(/^(?:wrote|added to) (\S+\.ts)$/gm)) {
      touched.add(path);
    }
  });

  it.each([
    'npm run -s generate',
    'npm run -s generate -- --check',
    'npm run -s format',
    'npm run -s types',
    'npm run -s unused',
    'npx jest tests/contract/(contracts|names|openapi) tests/dependencies tests/lib/(registry|purge) tests/scenarios/scenarios tests/functions/crm',
  ])('leaves a tree in which %s succeeds', async (command) => {
    const { code, output } = await run(command);
    expect(code === 0 || output).toBe(true);
  });

  it('leaves sources that pass npm run lint', async () => {
    expect(touched.size).toBeGreaterThan(30);
    const { code, output } = await run(`npx ${scripts.lint} ${[...touched].join(' ')}`);
    expect(code === 0 || output).toBe(true);
  });
});
