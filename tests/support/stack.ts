import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import type { LocalApp } from '../../lib/local/app.ts';
import { type Clients, createClients } from '../../lib/local/clients.ts';
import { stackNames } from '../../lib/local/front/accesses.ts';
import { type Fronts, startFronts } from '../../lib/local/front/fronts.ts';
import { createPermissions } from '../../lib/local/front/permissions.ts';
import { startServices } from '../../lib/local/services/services.ts';
import { endpointVariables } from '../../lib/local/settings.ts';
import { writeSecrets } from './secrets.ts';
import type { TestRun } from './test-run.ts';
import { type World, worldOf } from './world.ts';

/** A whole stack in this process, in memory: for programs, as `createWorld` is for tests. */
export interface Stack {
  fronts: Fronts;
  clients: Clients;
  tableName: string;
  /** The API as it stands; another one after {@link Stack.renew}. */
  app(): LocalApp;
  createWorld(): World;
  /** Starts again with an empty table. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

export interface StackOptions {
  /** Configuration that differs from the usual one. */
  env?: Readonly<Record<string, string>>;
  /** Services that run already; its own unless said. */
  on?: StackGround;
}

/** What a stack stands on. */
type StackGround = Pick<TestRun, 'addresses' | 'fronts' | 'secretsFolder'>;

/**
 * Starts the app with fronts of its own. The functions' code is imported then, once for the process
 * or test file, so nothing that reads the configuration may have been before.
 */
export async function startStack({ env, on }: StackOptions = {}): Promise<Stack> {
  const { ground, clear } = on ? { ground: on, clear: async () => undefined } : await layGround();
  const { addresses, secretsFolder } = ground;
  const fronts = await startFronts(ground.fronts);
  const tableName = `moa-${randomBytes(4).toString('hex')}`;
  const apiUrl = 'http://127.0.0.1:3000';
  const queuePrefix = `${tableName}-`;
  Object.assign(process.env, {
    MOA_STAGE: 'local',
    LOG_LEVEL: 'silent',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    RATE_LIMIT_FACTOR: '100',
    API_URL: apiUrl,
    TABLE_NAME: tableName,
    QUEUE_PREFIX: queuePrefix,
    SECRETS_SOURCE: `file:${secretsFolder}`,
    ...endpointVariables(fronts.addresses),
    ...env,
  });
  const permissions = createPermissions(stackNames({ tableName, queuePrefix }));
  fronts.use(permissions.check);
  const clients = createClients(addresses, 'us-east-1');
  const { createApp } = await import('../../lib/local/app.ts');

  const start = async (): Promise<LocalApp> => {
    const app = await createApp({
      load: (path) => import(`../../${path}.ts`),
      addresses,
      faults: fronts.faults,
      onContracts: permissions.use,
      tableName,
      queuePrefix,
      // What failed comes back at once: nobody waits.
      visibilitySeconds: 0,
    });
    app.start();
    return app;
  };
  let app = await start();

  return {
    fronts,
    clients,
    tableName,
    app: () => app,
    createWorld: () => worldOf({ baseUrl: apiUrl, fetch: (request) => app.fetch(request) }),
    async renew() {
      await app.close();
      await clients.dynamodb.send(new DeleteTableCommand({ TableName: tableName }));
      app = await start();
    },
    async close() {
      await app.close();
      clients.destroy();
      await fronts.close();
      await clear();
    },
  };
}

async function layGround(): Promise<{ ground: StackGround; clear: () => Promise<void> }> {
  const secretsFolder = await mkdtemp(join(tmpdir(), 'moa-stack-'));
  const { addresses, stop } = await startServices({ dataDir: undefined });
  await writeSecrets(secretsFolder);
  return {
    ground: { addresses, fronts: addresses, secretsFolder },
    async clear() {
      await stop();
      await rm(secretsFolder, { recursive: true, force: true });
    },
  };
}
