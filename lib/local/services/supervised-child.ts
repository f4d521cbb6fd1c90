import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import type { Server } from 'node:net';
import type { Readable } from 'node:stream';

/** A child process in a process group of its own, with the last lines that it wrote. */
export interface SupervisedChild {
  process: ChildProcess;
  /** The last lines of standard output and error, oldest first, at most `TAIL_LINES`. */
  tail(): string[];
  /**
   * Calls `listener` once if the child ends, unless `stop()` was called before. `detail`: how, and
   * its last lines of standard error.
   */
  onUnexpectedExit(listener: (detail: string) => void): void;
  /** Resolves when the child and everything that it started are gone: SIGTERM, then SIGKILL. */
  stop(): Promise<void>;
}

const TAIL_LINES = 20;
const TERM_MS = 2_000;

/**
 * Starts `command`. It gets its own process group, so that Ctrl-C in a terminal reaches only the
 * parent, which stops its children in order, and so that `stop()` also ends grandchildren.
 */
export function superviseChild(
  command: string,
  args: readonly string[],
  options: { stdio: SpawnOptions['stdio']; env?: Record<string, string> },
): SupervisedChild {
  const child = spawn(command, args, {
    detached: true,
    stdio: options.stdio,
    env: childEnvironment(options.env),
  });
  const lines: string[] = [];
  const errors: string[] = [];
  keepTail(child.stdout, [lines]);
  keepTail(child.stderr, [lines, errors]);

  let stopping = false;
  let unexpected: string | undefined;
  const listeners: ((detail: string) => void)[] = [];
  // 'close', not 'exit': it comes when grandchildren too have let go of the output pipes.
  const closed = new Promise<void>((resolve) => {
    child.once('close', (code, signal) => {
      report(signal === null ? `exit code ${code}` : `ended by ${signal}`);
      resolve();
    });
    child.once('error', (error) => {
      report(error.message);
      resolve();
    });
  });

  function report(reason: string): void {
    if (stopping || unexpected !== undefined) return;
    unexpected = [reason, ...errors].join('\n');
    for (const listener of listeners) listener(unexpected);
  }

  function signalGroup(signal: NodeJS.Signals): void {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // The group is gone already.
    }
  }

  return {
    process: child,
    tail: () => [...lines],
    onUnexpectedExit(listener) {
      if (unexpected === undefined) listeners.push(listener);
      else listener(unexpected);
    },
    async stop() {
      stopping = true;
      signalGroup('SIGTERM');
      const timer = setTimeout(() => signalGroup('SIGKILL'), TERM_MS);
      await closed;
      clearTimeout(timer);
      // A grandchild without our pipes (a shell's helper) may outlive its leader.
      signalGroup('SIGKILL');
    },
  };
}

function keepTail(stream: Readable | null, tails: string[][]): void {
  let rest = '';
  const add = (text: string): void => {
    if (text.trim() === '') return;
    for (const tail of tails) {
      tail.push(text);
      if (tail.length > TAIL_LINES) tail.shift();
    }
  };
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) add(line);
  });
  stream?.on('end', () => add(rest));
}

/** What Node needs to run a program of this folder: its warning on SQLite is not for users. */
export const PROGRAM_FLAGS: readonly string[] = ['--disable-warning=ExperimentalWarning'];

/**
 * An entry of `stdio` by which a child inherits a listening socket; none without `server`.
 *
 * Node offers no public way to the descriptor of a server, and takes only numbers and streams.
 */
export function inheritSocket(server: Server | undefined): number | 'ignore' {
  if (server === undefined) return 'ignore';
  const handle: unknown = Reflect.get(server, '_handle');
  const fd: unknown = typeof handle === 'object' && handle !== null && Reflect.get(handle, 'fd');
  if (typeof fd !== 'number') throw new Error('this version of Node hides the descriptor');
  return fd;
}

function childEnvironment(extra: Record<string, string> | undefined): NodeJS.ProcessEnv {
  const env = { ...process.env, ...extra };
  // Meant for the parent: loaders and debug ports of a test runner or an editor.
  delete env.NODE_OPTIONS;
  // aws-ses-v2-local would really send every mail through this.
  delete env.SMTP_TRANSPORT;
  return env;
}
