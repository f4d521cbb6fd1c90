import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleRoutes } from '../../../lib/local/console/console.ts';
import type { Stack as ConsoleStack } from '../../../lib/local/console/stack.ts';
import { createStack, type Stack } from '../../crash/stack.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';

/** A call of each route that succeeds, in an order in which each finds what it needs. */
const calls: Readonly<Record<string, { path?: string; body?: unknown; contains?: string }>> = {
  'GET ': { contains: '<!doctype html>' },
  'GET /demo': { contains: '<!doctype html>' },
  'GET /demo/*': { path: '/demo/demo.js' },
  'POST /imported-users': {
    body: { users: [{ email: 'kim@example.com', name: 'Kim' }], admin: 'kim@example.com' },
    contains: '{"outcomes":["imported"]}',
  },
  'POST /drain': { contains: '{"drained":true}' },
  'GET /mails': { contains: '[]' },
  'GET /mail-previews': { contains: '"locale":"ko"' },
  'POST /identity-tokens': {
    body: { provider: 'google', subject: '1' },
    contains: '"idToken"',
  },
  'GET /tasks': { contains: '"fold-counts"' },
  'POST /tasks/*': { path: '/tasks/fold-counts', body: {}, contains: '"scheduledTime"' },
  'GET /clock': { contains: '"offsetSeconds":0' },
  'POST /clock': { body: {}, contains: '"offsetSeconds":0' },
  'GET /queues': { contains: '"name":"stream"' },
  'GET /queues/*/messages': { path: '/queues/fan-out-post-dlq/messages', contains: '[]' },
  'POST /queues/*/redrive': { path: '/queues/fan-out-post/redrive', contains: '{"moved":0}' },
  'GET /table': { contains: 'kim@example.com' },
  'GET /requests': { contains: '"path":"/ping"' },
  'GET /requests/*/calls': { path: '/requests/unknown/calls', contains: '[]' },
  'GET /faults': { contains: '[]' },
  'POST /faults': { body: { service: 'ses', kind: 'throttle' }, contains: '"throttle"' },
  'DELETE /faults': { contains: '[]' },
};

const routes = consoleRoutes({ faults: {} } as ConsoleStack);

/** Starting takes longer than a test that only calls what has started. */
const startMilliseconds = 90_000;

describeInProcess('the console of a stack that was started by itself', () => {
  let folder: string;
  let stack: Stack;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'moa-console-'));
    // The data may lie within another package, of another kind of modules.
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'commonjs' }));
    await mkdir(join(folder, 'data'));
    stack = await createStack(join(folder, 'data'));
    await stack.start();
  }, startMilliseconds);

  afterAll(async () => {
    await stack.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });

  it('has a call here for each of its routes', () => {
    const names = routes.map(([method, path]) => `${method} ${path}`);
    expect(Object.keys(calls).toSorted()).toEqual(names.toSorted());
  });

  it.each(Object.entries(calls))('answers %s', async (name, { path, body, contains = '' }) => {
    const [method = '', pattern = ''] = name.split(' ');
    const response = await fetch(`${stack.baseUrl}/_local${path ?? pattern}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    expect({ status: response.status, text }).toEqual({
      status: 200,
      text: expect.stringContaining(contains),
    });
  });
});
