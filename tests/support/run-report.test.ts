import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { cpuOf, readProcesses } from './run-report.ts';

const root = resolve(__dirname, '../..');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moa-report-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Ticks of CPU: its own as user and system, then the same of its children. */
function plant(pid: number, parent: number, command: string, ticks: readonly number[]): void {
  const fields = [pid, '(a ) name)', 'S', parent, ...Array(9).fill(7), ...ticks, 7, 7];
  mkdirSync(join(folder, String(pid)));
  writeFileSync(join(folder, String(pid), 'stat'), fields.join(' '));
  writeFileSync(join(folder, String(pid), 'cmdline'), command.replaceAll(' ', '\0'));
}

describe('the report of a run', () => {
  it('adds the CPU of each service with all below it', () => {
    plant(10, 1, 'node jest', [100, 50, 2000, 300]);
    plant(11, 10, 'sh -c lifeline', [1, 0, 0, 0]);
    plant(12, 11, '/usr/bin/java -jar DynamoDBLocal.jar', [400, 99, 0, 0]);
    plant(13, 10, 'node sqs-server.ts', [0, 20, 30, 0]);
    plant(14, 10, 'node something', [0, 1, 0, 0]);
    plant(15, 1, 'node elsewhere', [9999, 0, 0, 0]);
    mkdirSync(join(folder, '16'));
    mkdirSync(join(folder, 'sys'));
    expect(cpuOf(readProcesses(folder), 10)).toEqual([
      ['workers', 23],
      ['DynamoDB', 5],
      ['jest', 1.5],
      ['SQS', 0.5],
      ['node something', 0.01],
      ['together', expect.closeTo(30.01)],
    ]);
  });

  it('says nothing of CPU where no processes are to be seen', () => {
    expect(cpuOf(readProcesses(join(folder, 'nowhere')), 10)).toEqual([]);
  });

  it('names the slowest files, and jest has the last word', () => {
    const config = {
      rootDir: folder,
      testEnvironment: 'node',
      reporters: ['default', join(root, 'tests/support/run-report.ts')],
    };
    writeFileSync(join(folder, 'jest.json'), JSON.stringify(config));
    for (let number = 0; number < 12; number++) {
      writeFileSync(join(folder, `${number}.test.js`), `it('is', () => {})`);
    }
    const jest = join(root, 'node_modules/jest/bin/jest.js');
    const args = [jest, `--config=${join(folder, 'jest.json')}`, '--runInBand'];
    const environment = { ...process.env, JEST_WORKER_ID: undefined };
    const { stderr } = spawnSync(process.execPath, args, { env: environment, encoding: 'utf8' });
    const output = stripVTControlCharacters(stderr);
    expect(output.match(/^ +\d+\.\d s {2}\d+\.test\.js$/gm)).toHaveLength(10);
    expect(output).toMatch(/Slowest files:[\s\S]*\nTests: +12 passed, 12 total\n[\s\S]*\nTime: /);
  });
});
