import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { LocalApp } from '../../lib/local/app.ts';
import {
  type CheckpointStore,
  fileCheckpoints,
  memoryCheckpoints,
} from '../../lib/local/checkpoints.ts';
import { createClients } from '../../lib/local/clients.ts';
import { openStream } from '../../lib/local/stream-source.ts';
import { ensureTable } from '../../lib/local/table.ts';
import { baseUrl } from './mode.ts';
import { endOfStream } from './restore-table.ts';
import { bucketNameOf, testRun } from './test-run.ts';

/** The API under test: a base address, and what sends requests there. */
export interface Api {
  baseUrl: string;
  /** @param from the address that the request comes from; in process only. */
  fetch: (request: Request, from?: string) => Promise<Response>;
}

type Environment = Readonly<Record<string, string>>;

export interface ApiOptions {
  /** Configuration that differs from the usual one; in process only. */
  env?: Environment | undefined;
  /**
   * `false`: workers run while they are drained and tasks when they are told to, which takes half the
   * time. Unless said they run by themselves, as everywhere else.
   */
  live?: boolean | undefined;
}

const apps: LocalApp[] = [];
let shared: Promise<LocalApp> | undefined;

/**
 * The API that a world talks to: over HTTP when `BASE_URL` is set, else in this process. With `env`
 * it is one of its own, with its own table and queues, over code that was loaded anew.
 */
export async function openApi({ env, live = true }: ApiOptions = {}): Promise<Api> {
  if (baseUrl !== undefined) {
    if (env) throw new Error('A world with its own env runs in process: use describeInProcess');
    return { baseUrl, fetch: (request) => fetch(request) };
  }
  shared ??= env ? shared : startApp((path) => import(`../../${path}.ts`));
  const app = await (env ? startIsolatedApp(env) : shared);
  if (!app) throw new Error('The app did not start');
  if (live) app.start();
  return {
    baseUrl: String(process.env.API_URL),
    fetch: (request, from) => app.fetch(request, from),
  };
}

let clockMoved = false;

/** A clock that a test moved goes back when its file ends, also where others use it then. */
export function rememberMovedClock(): void {
  clockMoved = true;
}

/** Ends the apps of a test file. */
export async function closeApps(): Promise<void> {
  if (baseUrl !== undefined && clockMoved) {
    const headers = { 'content-type': 'application/json' };
    await fetch(`${baseUrl}/_local/clock`, { method: 'POST', headers, body: '{}' });
  }
  await Promise.all(apps.map((app) => app.close()));
}

type Load = (path: string) => Promise<object>;

async function startApp(load: Load): Promise<LocalApp> {
  const { createApp } = await import('../../lib/local/app.ts');
  const { addresses, secretsFolder } = testRun();
  const tableName = String(process.env.TABLE_NAME);
  const app = await createApp({
    load,
    addresses,
    tableName,
    queuePrefix: String(process.env.QUEUE_PREFIX),
    bucketName: String(process.env.BUCKET_NAME),
    // What failed comes back at once: no test waits.
    visibilitySeconds: 0,
    checkpoints: await fromHere(tableName, join(secretsFolder, `${tableName}.checkpoints`)),
    onFault: (what, error) => console.error(what, error),
  });
  apps.push(app);
  return app;
}

/**
 * Positions in a stream for readers to whom nothing is told of what other test files have done. The end
 * is looked for from where the file before this one began.
 */
async function fromHere(tableName: string, file: string): Promise<CheckpointStore> {
  const known = fileCheckpoints(file);
  const clients = createClients(testRun().addresses, 'us-east-1');
  const stream = openStream(clients.streams, await ensureTable(clients.dynamodb, tableName));
  const end = await endOfStream(stream, await known.read(tableName));
  await known.write(tableName, end);
  clients.destroy();
  const checkpoints = memoryCheckpoints();
  return { ...checkpoints, read: async (worker) => (await checkpoints.read(worker)) ?? end };
}

async function startIsolatedApp(env: Environment): Promise<LocalApp | undefined> {
  const before = { ...process.env };
  // A worker forgets what it counted from one test file to the next, and its tables stay.
  const tableName = `${before.TABLE_NAME}-${randomBytes(4).toString('hex')}`;
  const own = {
    TABLE_NAME: tableName,
    QUEUE_PREFIX: `${tableName}-`,
    BUCKET_NAME: bucketNameOf(tableName),
  };
  Object.assign(process.env, own, env);
  let app: LocalApp | undefined;
  try {
    await jest.isolateModulesAsync(async () => {
      const loaded = new Map<string, Promise<object>>();
      const load: Load = (path) => {
        const known = loaded.get(path) ?? import(`../../${path}.ts`);
        loaded.set(path, known);
        return known;
      };
      // Once the isolation ends, what is not loaded yet would come with the other configuration.
      for (const path of await loadedPaths()) await load(path);
      app = await startApp(load);
    });
  } finally {
    process.env = before;
  }
  return app;
}

/** The functions, and what the app loads when a task is run. */
async function loadedPaths(): Promise<string[]> {
  const { modulePath } = await import('../../lib/functions.ts');
  const { routes } = await import('../../functions/registry.ts');
  const { queues } = await import('../../events/queues.ts');
  const { tasks } = await import('../../events/schedules.ts');
  const streams = await import('../../events/streams.ts');
  return [
    ...routes.map(({ id }) => modulePath('route', id)),
    ...[...queues, ...Object.values(streams)].map(({ id }) => modulePath('worker', id)),
    ...tasks.map(({ id }) => modulePath('task', id)),
    'lib/cron/task-runs.entity',
    'lib/identity/import-users',
    'lib/identity/mail-previews',
  ];
}
