import { readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { AggregatedResult, Config, Reporter } from '@jest/reporters';

/** So many of the slowest files are named. */
const slowest = 10;
/** A second of processor time in the kernel's count, on every Linux. */
const ticksPerSecond = 100;

/**
 * Says at the end of a run of several files which took longest, and which process used how much CPU;
 * the latter only where there is `/proc`. jest prints its summary after it.
 */
export default class RunReport implements Reporter {
  readonly #root: string;

  constructor({ rootDir }: Config.GlobalConfig) {
    this.#root = rootDir;
  }

  onRunComplete(_: unknown, results: AggregatedResult): void {
    if (results.testResults.length < 2) return;
    const lines = [
      ...table('Slowest files', slowestFiles(results, this.#root)),
      // The workers have ended by now.
      ...table('CPU', cpuOf(readProcesses(), process.pid)),
    ];
    process.stderr.write(`\n${lines.join('\n')}\n`);
  }

  getLastError(): void {}
}

/** Something with its seconds. */
type Row = readonly [name: string, seconds: number];

function table(title: string, rows: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  const lines = rows.map(([name, seconds]) => `${seconds.toFixed(1).padStart(9)} s  ${name}`);
  return [`${title}:`, ...lines];
}

function slowestFiles({ testResults }: AggregatedResult, root: string): Row[] {
  return testResults
    .map(({ testFilePath, perfStats }): Row => {
      return [relative(root, testFilePath), (perfStats.end - perfStats.start) / 1000];
    })
    .sort(([, one], [, other]) => other - one)
    .slice(0, slowest);
}

/** A process as the kernel counts it. */
export interface ProcessUse {
  pid: number;
  parent: number;
  command: string;
  /** CPU seconds of its own. */
  own: number;
  /** CPU seconds of children that have ended and been waited for. */
  ended: number;
}

/** What a process is known by, from its command line. */
const names: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bdynamodb/i, 'DynamoDB'],
  [/\bsqs-server\b/, 'SQS'],
  [/\bses-server\b/, 'SES'],
  [/\bs3-server\b/, 'S3'],
  [/\bidp-server\b/, 'issuers of ID tokens'],
];

/**
 * CPU of a jest process, of what it has started and waited for, which is its workers, and of each service
 * that still runs below it, with all that this has started.
 */
export function cpuOf(processes: readonly ProcessUse[], jest: number): Row[] {
  const self = processes.find(({ pid }) => pid === jest);
  if (!self) return [];
  const childrenOf = Map.groupBy(processes, ({ parent }) => parent);
  const withAllBelow = (one: ProcessUse): ProcessUse[] => [
    one,
    ...(childrenOf.get(one.pid) ?? []).flatMap(withAllBelow),
  ];
  const services = (childrenOf.get(jest) ?? []).map((child): Row => {
    const all = withAllBelow(child);
    const text = all.map(({ command }) => command).join('\n');
    const [, name] = names.find(([pattern]) => pattern.test(text)) ?? [undefined, child.command];
    return [name, all.reduce((sum, { own, ended }) => sum + own + ended, 0)];
  });
  const rows: Row[] = [['jest', self.own], ['workers', self.ended], ...services];
  const total = rows.reduce((sum, [, seconds]) => sum + seconds, 0);
  return [...rows.sort(([, one], [, other]) => other - one), ['together', total]];
}

/** All processes that can be seen; none where there is no `/proc`. */
export function readProcesses(folder = '/proc'): ProcessUse[] {
  return namesIn(folder)
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`${folder}/${pid}/stat`, 'utf8');
        const command = readFileSync(`${folder}/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [processOf(Number(pid), stat, command.trim())];
      } catch (error) {
        if (isGone(error)) return [];
        throw error;
      }
    });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

const isGone = (error: unknown) =>
  ['ENOENT', 'ESRCH'].includes(String((error as NodeJS.ErrnoException).code));

/** See proc_pid_stat(5); the name in brackets may hold anything. */
function processOf(pid: number, stat: string, command: string): ProcessUse {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [parent, user, system, endedUser, endedSystem] = [1, 11, 12, 13, 14].map((index) =>
    Number(fields[index]),
  ) as [number, number, number, number, number];
  return {
    pid,
    parent,
    command,
    own: (user + system) / ticksPerSecond,
    ended: (endedUser + endedSystem) / ticksPerSecond,
  };
}
