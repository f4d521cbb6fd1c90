import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalApp } from '../../lib/local/app.ts';
import { type Checkpoint, memoryCheckpoints } from '../../lib/local/checkpoints.ts';
import { type Clients, createClients } from '../../lib/local/clients.ts';
import { stackNames } from '../../lib/local/front/accesses.ts';
import { type Fronts, startFronts } from '../../lib/local/front/fronts.ts';
import { createPermissions } from '../../lib/local/front/permissions.ts';
import type { Load } from '../../lib/local/generation.ts';
import { openQueues } from '../../lib/local/queues.ts';
import { type ServiceAddresses, startServices } from '../../lib/local/services/services.ts';
import { endpointVariables } from '../../lib/local/settings.ts';
import { openStream } from '../../lib/local/stream-source.ts';
import { ensureTable } from '../../lib/local/table.ts';
import type { Item } from '../../lib/model/write.ts';
import { type KeptObject, replaceObjects } from './restore-bucket.ts';
import { endOfStream, replaceItems } from './restore-table.ts';
import { writeSecrets } from './secrets.ts';
import { bucketNameOf, type TestRun } from './test-run.ts';
import { type World, worldOf } from './world.ts';

/**
 * A whole stack in this process, in memory. Its workers run while it is drained, its tasks when they
 * are told to: nothing happens by itself.
 */
export interface Stack {
  /** Where the services are, past the fronts. */
  addresses: ServiceAddresses;
  fronts: Fronts;
  clients: Clients;
  tableName: string;
  bucketName: string;
  /** The API as it stands; another one after {@link Stack.renew}. */
  app(): LocalApp;
  createWorld(): World;
  /**
   * Starts again with empty queues, and with these items in the table, none unless said: they are
   * there as if nothing was ever told of them. Its bucket holds these objects, none unless said.
   *
   * @param clockOffset milliseconds by which its clock is ahead
   */
  renew(
    items?: readonly Item[],
    clockOffset?: number,
    objects?: readonly KeptObject[],
  ): Promise<void>;
  close(): Promise<void>;
}

export interface StackOptions {
  /** Configuration that differs from the usual one. */
  env?: Readonly<Record<string, string>>;
  /** Gives the modules of the functions and contracts; those of Moa unless said. */
  load?: Load;
  /** Services that run already; its own unless said. */
  on?: StackGround;
}

/** What a stack stands on. */
type StackGround = Pick<TestRun, 'addresses' | 'fronts' | 'secretsFolder' | 'network' | 'engine'>;

/**
 * Starts the app with fronts of its own. The functions' code is imported then, once for the process
 * or test file, so nothing that reads the configuration may have been before.
 */
export async function startStack({
  env,
  load = loadModule,
  on,
}: StackOptions = {}): Promise<Stack> {
  const { ground, clear } = on ? { ground: on, clear: async () => undefined } : await layGround();
  const { addresses, secretsFolder, network } = ground;
  const fronts = await startFronts(ground.fronts, { network });
  const tableName = `moa-${randomBytes(4).toString('hex')}`;
  const apiUrl = 'http://127.0.0.1:3000';
  const queuePrefix = `${tableName}-`;
  const bucketName = bucketNameOf(tableName);
  Object.assign(process.env, {
    MOA_STAGE: 'local',
    LOG_LEVEL: 'silent',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    RATE_LIMIT_FACTOR: '1000000',
    PASSWORD_HASH_MEMORY_KIB: '64',
    API_URL: apiUrl,
    TABLE_NAME: tableName,
    QUEUE_PREFIX: queuePrefix,
    BUCKET_NAME: bucketName,
    SECRETS_SOURCE: `file:${secretsFolder}`,
    ...endpointVariables(fronts.addresses),
    ...env,
  });
  const permissions = createPermissions(stackNames({ tableName, queuePrefix, bucketName }));
  fronts.use(permissions.check);
  const clients = createClients(addresses, 'us-east-1', network);
  const queues = openQueues(clients.sqs, {
    address: addresses.sqs,
    prefix: queuePrefix,
    region: 'us-east-1',
    fetch: network?.fetch,
  });
  const { createApp } = await import('../../lib/local/app.ts');

  const start = (begin?: Checkpoint): Promise<LocalApp> => {
    const checkpoints = memoryCheckpoints();
    return createApp({
      load,
      addresses,
      network,
      faults: fronts.faults,
      onContracts: permissions.use,
      tableName,
      queuePrefix,
      queues,
      bucketName,
      onClock: fronts.setClockOffset,
      // What failed comes back at once: nobody waits.
      visibilitySeconds: 0,
      checkpoints: {
        ...checkpoints,
        read: async (worker) => (await checkpoints.read(worker)) ?? begin,
      },
    });
  };
  let app = await start();
  const stream = openStream(clients.streams, await ensureTable(clients.dynamodb, tableName));
  let streamEnd: Checkpoint | undefined;

  return {
    addresses,
    fronts,
    clients,
    tableName,
    bucketName,
    app: () => app,
    createWorld: () =>
      worldOf({
        baseUrl: apiUrl,
        fetch: (request) => app.fetch(request),
        makePerson: async (person) => {
          const { makePerson } = await import('./people.ts');
          return makePerson(person, !network);
        },
      }),
    async renew(items = [], clockOffset = 0, objects = []) {
      await app.close();
      await Promise.all([
        replaceItems(clients.dynamodb, tableName, items),
        replaceObjects(clients.s3, bucketName, objects),
        queues.purge(),
      ]);
      streamEnd = await endOfStream(stream, streamEnd);
      app = await start(streamEnd);
      app.setClockOffset(clockOffset);
    },
    async close() {
      await app.close();
      clients.destroy();
      await fronts.close();
      await clear();
    },
  };
}

/** A module of Moa by its path without extension. */
export const loadModule: Load = (path) => import(`../../${path}.ts`);

async function layGround(): Promise<{ ground: StackGround; clear: () => Promise<void> }> {
  const secretsFolder = await mkdtemp(join(tmpdir(), 'moa-stack-'));
  const services = await startServices({ dataDir: undefined });
  const { addresses } = services;
  await writeSecrets(secretsFolder);
  return {
    ground: { addresses, fronts: addresses, secretsFolder },
    async clear() {
      await services.stop();
      await rm(secretsFolder, { recursive: true, force: true });
    },
  };
}
