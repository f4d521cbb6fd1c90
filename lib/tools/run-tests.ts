/**
 * `npm test`: runs jest, and passes on to it whatever it does not know itself.
 *
 *   npm test -- --domain sns        what belongs to a domain: its tests and its part of the proofs
 *   npm test -- --rerun-failed      failed files once more, alone; see `rerun-failed.ts`
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunJest } from './rerun-failed.ts';
import { readTestResults, resultsVariable } from './test-results.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const jest = join(root, 'node_modules/jest/bin/jest.js');
const processor = fileURLToPath(new URL('test-results.ts', import.meta.url));

interface Arguments {
  domains: string[];
  rerunFailed: boolean;
  /** Those of jest. */
  others: string[];
}

function readArguments(given: readonly string[]): Arguments {
  const read: Arguments = { domains: [], rerunFailed: false, others: [] };
  const rest = given.values();
  for (const argument of rest) {
    if (argument === '--rerun-failed') read.rerunFailed = true;
    else if (argument === '--domain') read.domains.push(domainOf(rest.next().value));
    else if (argument.startsWith('--domain=')) {
      read.domains.push(domainOf(argument.slice('--domain='.length)));
    } else read.others.push(argument);
  }
  const workers = read.others.find((argument) => /^(--maxWorkers|-w)\b/.test(argument));
  if (read.rerunFailed && workers !== undefined) {
    throw new Error(`--rerun-failed runs failed files one by one: leave out ${workers}`);
  }
  const word = read.others.find((argument) => !argument.startsWith('-'));
  if (read.rerunFailed && word !== undefined) {
    throw new Error(
      `--rerun-failed takes no paths, and options with "=" alone; "${word}" is neither`,
    );
  }
  return read;
}

function domainOf(name: string | undefined): string {
  const known = readdirSync(join(root, 'functions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'base')
    .map((entry) => entry.name);
  if (name !== undefined && known.includes(name)) return name;
  throw new Error(`--domain takes one of ${known.join(', ')}, not ${name ?? 'nothing'}`);
}

/** Folders and files of a domain; jest looks for it in the whole path, also above this folder. */
const patternOf = (domain: string) => String.raw`(^|/)tests/(.*/)?${domain}(/|\.test\.ts$)`;

let child: ChildProcess | undefined;

function runJest(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child = spawn(process.execPath, [jest, ...args], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...environment },
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}

let interruption: NodeJS.Signals | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interruption = signal;
    child?.kill(signal);
  });
}

/** Ends this process as another has ended. */
function endAs(code: number | null, signal: NodeJS.Signals | null): void {
  if (signal === null) {
    process.exitCode = code ?? 1;
    return;
  }
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

async function main(): Promise<void> {
  const { domains, rerunFailed, others } = readArguments(process.argv.slice(2));
  const args = [...others, ...domains.map(patternOf)];
  if (!rerunFailed) {
    const { code, signal } = await runJest(args);
    return endAs(code, signal);
  }
  const folder = mkdtempSync(join(tmpdir(), 'moa-results-'));
  let runs = 0;
  const run: RunJest = async (files) => {
    const file = join(folder, `${runs++}.json`);
    const which = files ? ['--runInBand', '--runTestsByPath', ...files] : domains.map(patternOf);
    const { code } = await runJest([...others, `--testResultsProcessor=${processor}`, ...which], {
      [resultsVariable]: file,
    });
    return { code, results: readTestResults(file) };
  };
  try {
    // Loads jest's reporters, which no other run needs.
    const { runForgivingFlaky } = await import('./rerun-failed.ts');
    const isGood = await runForgivingFlaky(run, (line) => process.stderr.write(`${line}\n`), root);
    process.exitCode = isGood ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (interruption) endAs(null, interruption);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
