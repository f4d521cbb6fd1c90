import { readFile } from 'node:fs/promises';
import { ConsoleFile, ConsoleProblem, type ConsoleRoute } from './reply.ts';

const contentTypes: Readonly<Record<string, string>> = {
  'api.js': 'text/javascript; charset=utf-8',
  'demo.css': 'text/css; charset=utf-8',
  'demo.js': 'text/javascript; charset=utf-8',
  'index.html': 'text/html; charset=utf-8',
};

/** The object store is at a port of its own, as it is at a host of its own when deployed. */
const loopback = 'http://127.0.0.1:*';
const contentSecurityPolicy = [
  "default-src 'none'",
  `connect-src 'self' ${loopback}`,
  `img-src 'self' ${loopback} blob: data:`,
  "script-src 'self'",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A front end that lives on the public API alone. */
export const demoRoutes: ConsoleRoute[] = [
  ['GET', '/demo', () => demoFile('index.html')],
  ['GET', '/demo/*', ({ params: [name = ''] }) => demoFile(name)],
];

async function demoFile(name: string): Promise<ConsoleFile> {
  const contentType = Object.hasOwn(contentTypes, name) ? contentTypes[name] : undefined;
  if (contentType === undefined) {
    throw new ConsoleProblem(404, 'not_found', `The demo has no file ${name}`);
  }
  const text = await readFile(new URL(`../demo/${name}`, import.meta.url), 'utf8');
  return new ConsoleFile(contentType, text, { 'content-security-policy': contentSecurityPolicy });
}
