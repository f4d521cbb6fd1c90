import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { domains } from '../../../lib/registry/domains.ts';

const root = resolve(__dirname, '../../..');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moa-planted-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function plant(files: Readonly<Record<string, string>>, more: object = {}): void {
  const config = { rootDir: folder, testEnvironment: 'node', ...planted(files), ...more };
  for (const [name, text] of Object.entries({ ...files, 'jest.json': JSON.stringify(config) })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** What a file of that name is to jest. */
const planted = (files: Readonly<Record<string, string>>) => ({
  ...('tear-down.js' in files && { globalTeardown: '<rootDir>/tear-down.js' }),
  ...('set-up.js' in files && { globalSetup: '<rootDir>/set-up.js' }),
});

const passes = `it('passes', () => {}); it.skip('waits', () => {});`;
const fails = `describe('a thing', () => { it('is so', () => { throw new Error('no'); }); });`;

/** Does one thing at the first run of it, another later. */
const firstThen = (first: string, later: string) => `
const marker = __filename + '.marker';
const isFirst = !require('fs').existsSync(marker);
require('fs').writeFileSync(marker, '');
if (isFirst) { ${first} } else { ${later} }`;

const flaky = firstThen(`it('passes too', () => {}); ${fails}`, passes.concat(`it('b', () => {})`));

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  output: string;
  flaky: string[];
  /** The last lines, which begin with `Tests:`. */
  summary: string;
}

function run(args: readonly string[], onWaiting?: (pid: number) => void) {
  const child = spawn(process.execPath, ['lib/tools/run-tests.ts', ...args], {
    cwd: root,
    env: {
      ...process.env,
      CI: 'true',
      JEST_WORKER_ID: undefined,
      FORCE_COLOR: '0',
      TMPDIR: folder,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('WAITING')) onWaiting?.(child.pid as number);
    });
  }
  return new Promise<Ended>((done, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const text = stripVTControlCharacters(output);
      done({
        code,
        signal,
        output: text,
        flaky: text.split('\n').filter((line) => line.startsWith('FLAKY')),
        summary: text.slice(text.lastIndexOf('Tests:')).split('\n')[0] ?? '',
      });
    });
  });
}

const runPlanted = (...args: string[]) => run([`--config=${join(folder, 'jest.json')}`, ...args]);

const rerunning = () => runPlanted('--rerun-failed');

describe('npm test', () => {
  it('ends as jest ends, and runs nothing again', async () => {
    plant({ 'a.test.js': passes, 'b.test.js': flaky });
    const first = await runPlanted();
    expect(first).toMatchObject({ code: 1, flaky: [] });
    expect(first.summary).toBe('Tests:       1 failed, 1 skipped, 2 passed, 4 total');
    expect(await runPlanted('b.test')).toMatchObject({ code: 0 });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('passes %s on to jest and ends by it', async (signal) => {
    plant({
      'a.test.js': `it('waits', () => { console.error('x'); require('fs').writeSync(2, 'WAITING\\n'); return new Promise(() => setInterval(() => {}, 1000)); }, 600000);`,
    });
    let isSent = false;
    const ended = await run([`--config=${join(folder, 'jest.json')}`, '--runInBand'], (pid) => {
      if (!isSent) process.kill(pid, signal);
      isSent = true;
    });
    expect(ended.signal).toBe(signal);
  });

  it('runs what belongs to a domain', async () => {
    const { output } = await run(['--domain', 'sns', '--domain=files', '--listTests']);
    const files = output
      .trim()
      .split('\n')
      .map((file) => file.slice(root.length + 1));
    expect(files).toContain('tests/functions/sns/posts.test.ts');
    expect(files).toContain('tests/lib/sns/merge.test.ts');
    expect(files.filter((file) => !/\/(sns|files)(\/|\.test\.ts$)/.test(file))).toEqual([]);
  });

  it.each(['nonsense', 'base', ''])('knows no domain "%s"', async (name) => {
    const { code, output } = await run(['--domain', name]);
    expect(code).toBe(2);
    const known = Object.keys(domains).sort().join(', ');
    expect(output).toContain(`--domain takes one of ${known}, not ${name}`);
  });
});

describe('npm test -- --rerun-failed', () => {
  it('forgives two files that pass alone, and names what failed in them', async () => {
    const broken = firstThen(`throw new Error('not loaded')`, passes);
    plant({ 'a.test.js': passes, 'b.test.js': flaky, 'c/c.test.js': broken });
    const { code, flaky: lines, summary, output } = await rerunning();
    expect(code).toBe(0);
    expect(lines.map((line) => line.replace(/ \S*(?=[bc]\.test)/, ' '))).toEqual([
      'FLAKY b.test.js › a thing › is so',
      'FLAKY c.test.js',
    ]);
    expect(summary).toBe('Tests:       3 skipped, 4 passed, 7 total');
    expect(output).toMatch(/Test Suites: 3 passed, 3 total\n[^\n]*\n[^\n]*\nTime: [^\n]*\n$/);
  });

  it('fails when three files are flaky', async () => {
    plant({ 'a.test.js': flaky, 'b.test.js': flaky, 'c.test.js': flaky });
    const { code, flaky: lines } = await rerunning();
    expect({ code, lines: lines.length }).toEqual({ code: 1, lines: 3 });
  });

  it('fails when a file fails again, also in another way', async () => {
    const other = firstThen(fails, `it('other', () => { throw new Error('no'); })`);
    plant({ 'a.test.js': other, 'b.test.js': flaky });
    const { code, flaky: lines, summary } = await rerunning();
    expect({ code, lines: lines.length }).toEqual({ code: 1, lines: 1 });
    expect(summary).toBe('Tests:       1 failed, 1 skipped, 2 passed, 4 total');
  });

  it.each([
    ['set-up', { 'set-up.js': `module.exports = () => { throw new Error('no service'); }` }],
    ['tear-down', { 'tear-down.js': `module.exports = () => { throw new Error('lacks'); }` }],
    ['jest', { 'a.test.js': `process.exit = () => {}; process.kill(process.pid, 'SIGKILL')` }],
  ])('forgives no failure of %s', async (_, files) => {
    plant({ 'b.test.js': flaky, ...files });
    const { code, flaky: lines, output } = await runPlanted('--rerun-failed', '--runInBand');
    expect({ code, lines }).toEqual({ code: 1, lines: [] });
    expect(output).toContain('it left no results): nothing is run again');
  });

  it('forgives no worker that was killed, though its file passes alone', async () => {
    const killed = firstThen(`process.kill(process.pid, 'SIGSEGV')`, passes);
    const files = { 'a.test.js': passes, 'b.test.js': passes, 'c.test.js': killed };
    plant(files, { maxWorkers: 2 });
    const { code, flaky: lines, output } = await rerunning();
    expect({ code, lines }).toEqual({ code: 1, lines: [] });
    expect(output).toMatch(/CRASHED \S*c\.test\.js: nothing is run again/);
  });

  it.each(['--maxWorkers=2', '-w=2'])('takes no %s: what failed runs alone', async (option) => {
    expect(await run(['--rerun-failed', option])).toMatchObject({ code: 2 });
  });

  it('forgives no tear-down that fails after the second run', async () => {
    const later = firstThen('module.exports = () => {}', `throw new Error('again')`);
    plant({ 'b.test.js': flaky, 'tear-down.js': later });
    expect(await rerunning()).toMatchObject({ code: 1, flaky: [] });
  });

  it('leaves what passes alone, with the summary of jest itself as the last', async () => {
    plant({ 'a.test.js': passes });
    const { code, output } = await rerunning();
    expect(code).toBe(0);
    expect(output.match(/Test Suites:/g)).toHaveLength(1);
    expect(output).toMatch(/Ran all test suites\.\n$/);
    expect(readdirSync(folder).filter((name) => name.startsWith('moa-results-'))).toEqual([]);
  });

  it('takes no path: what is run again would not be what was meant', async () => {
    expect(await run(['--rerun-failed', 'tests/lib'])).toMatchObject({ code: 2 });
  });
});
