import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { LocalApp } from '../../lib/local/app.ts';
import {
  type CheckpointStore,
  fileCheckpoints,
  memoryCheckpoints,
} from '../../lib/local/checkpoints.ts';
import { openStream } from '../../lib/local/stream-source.ts';
import { ensureTable } from '../../lib/local/table.ts';
import { openClients } from './clients.ts';
import { baseUrl } from './mode.ts';
import type * as PeopleModule from './people.ts';
import type { MakePerson } from './people.ts';
import { endOfStream } from './restore-table.ts';
import { bucketNameOf, inProcessHandlers, testRun } from './test-run.ts';

/** The API under test: a base address, and what sends requests there. */
export interface Api {
  baseUrl: string;
  /** @param from the address that the request comes from; in process only. */
  fetch: (request: Request, from?: string) => Promise<Response>;
  /** Past the API, where its table is in reach: signing up takes ten times as long. */
  makePerson?: MakePerson;
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

interface Started {
  app: LocalApp;
  makePerson: MakePerson;
}

const apps: LocalApp[] = [];
let shared: Promise<Started> | undefined;

/**
 * The API that a world talks to: over HTTP when `BASE_URL` is set, else in this process. With `env`
 * it is one of its own, with its own table and queues, over code that was loaded anew.
 */
export async function openApi({ env, live = true }: ApiOptions = {}): Promise<Api> {
  if (baseUrl !== undefined) {
    if (env) throw new Error('A world with its own env runs in process: use describeInProcess');
    return { baseUrl, fetch: (request) => fetch(request) };
  }
  shared ??= env ? shared : startShared();
  const started = await (env ? startIsolatedApp(env) : shared);
  if (!started) throw new Error('The app did not start');
  const { app, makePerson } = started;
  if (live) app.start();
  return {
    baseUrl: String(process.env.API_URL),
    fetch: (request, from) => app.fetch(request, from),
    makePerson,
  };
}

/** The first account is an administrator's: here it is that of nobody whom a test looks at. */
async function startShared(): Promise<Started> {
  const started = await startApp((path) => import(`../../${path}.ts`));
  const name = `first_${randomBytes(4).toString('hex')}`;
  const password = 'a lamp in the harbour';
  await started.makePerson({ name, email: `${name}@example.com`, password });
  return started;
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

async function startApp(load: Load): Promise<Started> {
  const { createApp } = await import('../../lib/local/app.ts');
  const { addresses, network, secretsFolder } = testRun();
  const tableName = String(process.env.TABLE_NAME);
  const app = await createApp({
    load,
    addresses,
    network,
    tableName,
    queuePrefix: String(process.env.QUEUE_PREFIX),
    bucketName: String(process.env.BUCKET_NAME),
    // What failed comes back at once: no test waits.
    visibilitySeconds: 0,
    // Services of this process are as new as the test file.
    ...(!network && {
      checkpoints: await fromHere(tableName, join(secretsFolder, `${tableName}.checkpoints`)),
    }),
    onFault: (what, error) => console.error(what, error),
  });
  apps.push(app);
  const people = (await load('tests/support/people')) as typeof PeopleModule;
  return { app, makePerson: (person) => people.makePerson(person, !network) };
}

/**
 * Positions in a stream for readers to whom nothing is told of what other test files have done. The end
 * is looked for from where the file before this one began.
 */
async function fromHere(tableName: string, file: string): Promise<CheckpointStore> {
  const known = fileCheckpoints(file);
  const clients = openClients();
  const stream = openStream(clients.streams, await ensureTable(clients.dynamodb, tableName));
  const end = await endOfStream(stream, await known.read(tableName));
  await known.write(tableName, end);
  clients.destroy();
  const checkpoints = memoryCheckpoints();
  return { ...checkpoints, read: async (worker) => (await checkpoints.read(worker)) ?? end };
}

async function startIsolatedApp(env: Environment): Promise<Started | undefined> {
  const before = { ...process.env };
  // A worker forgets what it counted from one test file to the next, and its tables stay.
  const tableName = `${before.TABLE_NAME}-${randomBytes(4).toString('hex')}`;
  const own = {
    TABLE_NAME: tableName,
    QUEUE_PREFIX: `${tableName}-`,
    BUCKET_NAME: bucketNameOf(tableName),
  };
  Object.assign(process.env, own, env);
  let started: Started | undefined;
  try {
    await jest.isolateModulesAsync(async () => {
      const loaded = new Map<string, Promise<object>>();
      const load: Load = (path) => {
        const known = loaded.get(path) ?? import(`../../${path}.ts`);
        loaded.set(path, known);
        return known;
      };
      // Before all else: some clients are made when their module is loaded.
      const { useRequestHandlers } = await import('../../lib/aws/request-handlers.ts');
      useRequestHandlers(inProcessHandlers());
      // Once the isolation ends, what is not loaded yet would come with the other configuration.
      for (const path of await loadedPaths()) await load(path);
      started = await startApp(load);
    });
  } finally {
    process.env = before;
  }
  return started;
}

/** The functions, and what the app loads when a task is run. */
async function loadedPaths(): Promise<string[]> {
  const { modulePath } = await import('../../lib/functions.ts');
  const { featureOf, routes } = await import('../../lib/registry/routes.ts');
  const { queues } = await import('../../lib/registry/queues.ts');
  const { tasks } = await import('../../lib/registry/tasks.ts');
  const streams = await import('../../events/streams.ts');
  return [
    ...routes.map(({ id }) => modulePath('route', id, featureOf.get(id))),
    ...[...queues, ...Object.values(streams)].map(({ id }) => modulePath('worker', id)),
    ...tasks.map(({ id }) => modulePath('task', id)),
    'lib/cron/task-runs.entity',
    'lib/identity/sign-up/import-users',
    'lib/identity/mails/mail-previews',
  ];
}
