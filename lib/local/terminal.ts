import { styleText } from 'node:util';
import { splitUrl } from './http-event.ts';
import type { RequestRecord } from './request-log.ts';

/** Writes the lines that a developer reads. */
export interface Terminal {
  line: (text: string) => void;
  /** To standard error. */
  error: (text: string) => void;
  /** A service that is ready. */
  ready: (service: string, milliseconds: number, note?: string) => void;
  request: (request: RequestRecord) => void;
  /** Writes what has gathered. */
  flush: () => void;
  /** Shows the functions' structured log lines as text from now on. */
  formatLogs: () => void;
}

/** As `lib/log.ts` writes it. */
interface LogEntry {
  level: string;
  time: string;
  message: string;
  error?: LoggedError;
}

interface LoggedError {
  name?: string;
  message?: string;
  stack?: string;
  cause?: LoggedError;
}

const flushMilliseconds = 50;

export function createTerminal(): Terminal {
  let gathered = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (gathered !== '') process.stdout.write(gathered);
    gathered = '';
  };
  const line = (text: string) => {
    flush();
    process.stdout.write(`${text}\n`);
  };
  return {
    line,
    error(text) {
      flush();
      process.stderr.write(`${text}\n`);
    },
    ready(service, milliseconds, note) {
      const seconds = `${(milliseconds / 1000).toFixed(1)} s`;
      line(`  ${service.padEnd(10)} ready after ${seconds}${note ? ` (${note})` : ''}`);
    },
    request({ at, method, path, status, milliseconds }) {
      // Together: under load, a system call for each line would cost more than the line.
      const time = new Date(at).toTimeString().slice(0, 8);
      const shown = styleText(colorOf(status), String(status));
      // Queries carry tokens and what people search for: they belong in no log.
      gathered += `${time} ${shown} ${method} ${splitUrl(path).path} ${milliseconds} ms\n`;
      timer ??= setTimeout(flush, flushMilliseconds);
    },
    flush,
    formatLogs() {
      const write = process.stdout.write.bind(process.stdout);
      process.stdout.write = (text: unknown, ...rest: never[]) => {
        const isEntry = typeof text === 'string' && text.startsWith('{"level":');
        if (isEntry) flush();
        return write(isEntry ? formatEntry(text) : (text as string), ...rest);
      };
    },
  };
}

function formatEntry(text: string): string {
  let entry: LogEntry;
  try {
    entry = JSON.parse(text) as LogEntry;
  } catch {
    return text;
  }
  const { level, time, message, error, ...context } = entry;
  const at = new Date(time).toTimeString().slice(0, 8);
  const shown = styleText(level === 'error' ? 'red' : 'yellow', level);
  const about = Object.entries(context)
    .map(([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('');
  return `${at} ${shown} ${message}${about}${error ? `\n${formatError(error)}` : ''}\n`;
}

function formatError({ name, message, stack, cause }: LoggedError): string {
  const own = stack ?? `${name}: ${message}`;
  return cause?.message === undefined ? own : `${own}\nbecause of ${formatError(cause)}`;
}

function colorOf(status: number): 'red' | 'yellow' | 'green' {
  if (status >= 500) return 'red';
  return status >= 400 ? 'yellow' : 'green';
}
