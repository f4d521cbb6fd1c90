import { readFile } from 'node:fs/promises';
import type { GatewayAnswer } from '../http-answer.ts';
import { eventHeaders, type GatewayRequest, splitUrl } from '../http-event.ts';
import { clockRoutes } from './clock.ts';
import { demoRoutes } from './demo.ts';
import { faultRoutes } from './faults.ts';
import { identityTokenRoutes } from './identity-tokens.ts';
import { importedUserRoutes } from './imported-users.ts';
import { mailRoutes } from './mails.ts';
import { queueRoutes } from './queues.ts';
import {
  ConsoleFile,
  ConsoleProblem,
  type ConsoleRoute,
  consoleAnswer,
  problemAnswer,
} from './reply.ts';
import { requestRoutes } from './requests.ts';
import type { Stack } from './stack.ts';
import { tableRoutes } from './table.ts';
import { taskRoutes } from './tasks.ts';

export const consolePath = '/_local';

const contentSecurityPolicy =
  "default-src 'none'; connect-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; frame-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Whether a request is for the console and not for the API. */
export function isForConsole(url: string): boolean {
  return url.startsWith(consolePath) && /^([/?]|$)/.test(url.slice(consolePath.length));
}

/** All that there is below `/_local`. */
export function consoleRoutes(stack: Stack): ConsoleRoute[] {
  return [
    ['GET', '', page],
    ['POST', '/drain', () => stack.drain().then(() => ({ drained: true }))],
    ...demoRoutes,
    ...mailRoutes(stack),
    ...identityTokenRoutes(stack),
    ...importedUserRoutes(stack),
    ...taskRoutes(stack),
    ...clockRoutes(stack),
    ...queueRoutes(stack),
    ...tableRoutes(stack),
    ...requestRoutes(stack),
    ...(stack.faults ? faultRoutes(stack.faults) : []),
  ];
}

/** Answers everything below `/_local`; it never rejects. */
export function createConsole(stack: Stack): (request: GatewayRequest) => Promise<GatewayAnswer> {
  const compiled = consoleRoutes(stack).map(
    ([method, path, answer]) =>
      [method, new RegExp(`^${path.replaceAll('*', '([^/]+)')}/?$`), answer] as const,
  );
  return async (request) => {
    try {
      const { headers } = eventHeaders(request.headers);
      refuseStrangers(headers);
      const { path, query } = splitUrl(request.url.slice(consolePath.length));
      const fitting = compiled.filter(([, pattern]) => pattern.test(path));
      const found = fitting.find(([method]) => method === request.method);
      if (!found) {
        const reason = `There is nothing at ${request.method} ${consolePath}${path}`;
        throw fitting.length > 0
          ? new ConsoleProblem(405, 'method_not_allowed', reason)
          : new ConsoleProblem(404, 'not_found', reason);
      }
      const [, pattern, answer] = found;
      const params = (pattern.exec(path) ?? []).slice(1).map(decode);
      const value = await answer({
        params,
        query: new URLSearchParams(query),
        body: parseBody(request.body),
      });
      return consoleAnswer(value);
    } catch (error) {
      return problemAnswer(toProblem(error));
    }
  };
}

/**
 * The console has no sign-in: a page that a browser loads from elsewhere must not reach it, neither
 * by its own name that resolves to this machine nor by a request to another origin.
 */
function refuseStrangers(headers: Readonly<Record<string, string>>): void {
  const isLocal = (host: string) => /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host);
  const origin = headers.origin?.replace(/^https?:\/\//, '');
  if (isLocal(headers.host ?? '') && (origin === undefined || isLocal(origin))) return;
  throw new ConsoleProblem(403, 'loopback_only', 'The console answers on this machine only');
}

function parseBody(bytes: Uint8Array | undefined): Record<string, unknown> {
  if (!bytes || bytes.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw new ConsoleProblem(400, 'malformed_json', 'The body is not JSON', { cause });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new ConsoleProblem(400, 'malformed_json', 'The body is not a JSON object');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw new ConsoleProblem(400, 'malformed_path', 'The path is not validly encoded', { cause });
  }
}

function toProblem(error: unknown): ConsoleProblem {
  if (error instanceof ConsoleProblem) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ConsoleProblem(500, 'failed', message, { cause: error });
}

async function page(): Promise<ConsoleFile> {
  const html = await readFile(new URL('./page.html', import.meta.url), 'utf8');
  return new ConsoleFile('text/html; charset=utf-8', html, {
    'content-security-policy': contentSecurityPolicy,
  });
}
