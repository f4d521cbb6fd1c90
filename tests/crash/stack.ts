import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { environmentFile } from '../../lib/local/settings.ts';

/** What is killed: the main process, it with all of its services, or one service alone. */
export type Victim = 'main' | 'everything' | 'dynamodb' | 'sqs' | 'ses';

export interface Stack {
  baseUrl: string;
  /** Starts it on the same data; answers the seconds until the first 200. */
  start(): Promise<number>;
  /** Kills by SIGKILL and resolves when the main process is gone; its services end after it. */
  kill(victim: Victim): Promise<void>;
  /** Starts it and kills the main process after so long, wherever the start is then. */
  killStart(milliseconds: number): Promise<void>;
  /** Ends it and whatever is left of it; more calls do no harm. */
  stop(): Promise<void>;
  /** The address of DynamoDB, and the table. */
  table(): Promise<{ endpoint: string; tableName: string }>;
  /** What the stack wrote last. */
  output(): string;
}

/** A program of the services, told by its command line. */
const programs: Record<Exclude<Victim, 'main' | 'everything'>, RegExp> = {
  dynamodb: /DynamoDBLocal\.jar/,
  sqs: /sqs-server\.ts/,
  ses: /ses-server\.ts/,
};

const pollMilliseconds = 20;
/** The stack ends within three seconds. */
const longestStop = 5000;
const longestStart = 60_000;
const outputCharacters = 8000;

interface Process {
  pid: number;
  parent: number;
  command: string;
}

/** The local stack in a process of its own, as `npm start` runs it but for `env`, on a port nobody has. */
export async function createStack(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Stack> {
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  /** Every process that a start has led to and that may be there still. */
  let family: Process[] = [];
  let main: ChildProcess | undefined;
  let output = '';

  const isRunning = () => main !== undefined && main.exitCode === null && main.signalCode === null;

  const begin = (): void => {
    const child = spawn(process.execPath, ['lib/local/main.ts'], {
      env: {
        PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
        HOME: process.env.HOME,
        PORT: String(port),
        MOA_DATA_DIR: dataDir,
        LOG_LEVEL: 'silent',
        RATE_LIMIT_FACTOR: '100000',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const gather = (text: Buffer) => {
      output = `${output}${text.toString()}`.slice(-outputCharacters);
    };
    child.stdout.on('data', gather);
    child.stderr.on('data', gather);
    main = child;
  };

  const untilAnswers = async (): Promise<void> => {
    const deadline = Date.now() + longestStart;
    while (isRunning() && Date.now() < deadline) {
      const response = await fetch(`${baseUrl}/ping`).catch(() => undefined);
      if (response?.status === 200) return;
      await delay(pollMilliseconds);
    }
    throw new Error(`The stack does not answer:\n${output}`);
  };

  const untilEnded = async (members: readonly Process[]): Promise<void> => {
    const deadline = Date.now() + longestStop;
    while (members.some(isAlive) && Date.now() < deadline) await delay(pollMilliseconds);
    const left = members.filter((member) => signal(member, 'SIGKILL'));
    if (left.length === 0) return;
    const commands = left.map(({ command }) => command).join('\n');
    throw new Error(`These outlived their stack:\n${commands}\n${output}`);
  };

  /** Resolves when the main process is gone, by this or because a service is. */
  const killAll = async (victims: readonly Process[]): Promise<void> => {
    const ended = main && isRunning() ? once(main, 'exit') : undefined;
    for (const victim of victims) signal(victim, 'SIGKILL');
    await ended;
  };

  return {
    baseUrl,
    async start() {
      const startedAt = performance.now();
      begin();
      await untilAnswers();
      const seconds = (performance.now() - startedAt) / 1000;
      await untilEnded(family);
      family = await familyOf(main?.pid);
      return seconds;
    },
    async kill(victim) {
      const victims = family.filter(({ pid, command }) => {
        if (victim === 'everything') return true;
        return victim === 'main' ? pid === main?.pid : programs[victim].test(command);
      });
      if (victims.length === 0) throw new Error(`There is no process of ${victim}:\n${output}`);
      await killAll(victims);
    },
    async killStart(milliseconds) {
      begin();
      await delay(milliseconds);
      const starting = await familyOf(main?.pid);
      family.push(...starting);
      await killAll(starting.slice(0, 1));
    },
    async stop() {
      if (main && isRunning()) {
        const ended = once(main, 'exit');
        family.push(...(await familyOf(main.pid)));
        main.kill('SIGTERM');
        await ended;
      }
      await untilEnded(family);
      family = [];
    },
    async table() {
      const text = await readFile(join(dataDir, environmentFile), 'utf8');
      const environment = JSON.parse(text) as Record<string, string>;
      const { AWS_ENDPOINT_URL_DYNAMODB: endpoint = '', TABLE_NAME: tableName = '' } = environment;
      return { endpoint, tableName };
    },
    output: () => output,
  };
}

function signal({ pid }: Process, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

const isAlive = (member: Process) => signal(member, 0);

/** A process with all that descend from it. */
async function familyOf(root: number | undefined): Promise<Process[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args='], {
    maxBuffer: 64 * 1024 * 1024,
  });
  const all = stdout.split('\n').flatMap((line): Process[] => {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
  const found = all.filter(({ pid }) => pid === root);
  // Grows while it is gone through.
  for (const member of found) found.push(...all.filter(({ parent }) => parent === member.pid));
  return found;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
