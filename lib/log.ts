import { config } from './config.ts';

const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
type Level = Exclude<(typeof levels)[number], 'silent'>;

export type LogFields = Record<string, unknown>;

/** Structured log: one JSON line an entry, with the fields of its context in each. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  with(fields: LogFields): Log;
}

/** Fields whose value never belongs in a log, by name. */
const secretField =
  /^(authorization|cookie|set-cookie|x-api-key|password|newpassword|currentpassword|passwordhash|token|accesstoken|refreshtoken|idtoken|mfatoken|secret|key|recoverycode|body|html|text|email|to|cc|bcc)$/i;

const maxDepth = 6;

function redact(value: unknown, depth = 0): unknown {
  if (value instanceof Error) return describeError(value, depth);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= maxDepth) return '[too deep]';
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      secretField.test(name) ? '[redacted]' : redact(field, depth + 1),
    ]),
  );
}

function describeError(error: Error, depth: number): LogFields {
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause !== undefined && { cause: redact(error.cause, depth + 1) }),
  };
}

function write(level: Level, context: LogFields, message: string, fields: LogFields = {}): void {
  if (levels.indexOf(level) < levels.indexOf(config.logLevel)) return;
  const entry = { level, time: new Date().toISOString(), message, ...context };
  process.stdout.write(`${JSON.stringify({ ...entry, ...(redact(fields) as LogFields) })}\n`);
}

/** Makes a log whose every entry carries `context`. */
export function createLog(context: LogFields): Log {
  return {
    debug: (message, fields) => write('debug', context, message, fields),
    info: (message, fields) => write('info', context, message, fields),
    warn: (message, fields) => write('warn', context, message, fields),
    error: (message, fields) => write('error', context, message, fields),
    with: (fields) => createLog({ ...context, ...fields }),
  };
}
