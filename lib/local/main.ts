import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { dirname, join } from 'node:path';
import type { LocalApp } from './app.ts';
import { fileCheckpoints } from './checkpoints.ts';
import { stackNames } from './front/accesses.ts';
import { type Fronts, startFronts } from './front/fronts.ts';
import { createPermissions } from './front/permissions.ts';
import { startHttpServer } from './http-server.ts';
import type { Loader } from './loader.ts';
import { ensureSecrets } from './secrets.ts';
import { LocalServiceError } from './services/local-service-error.ts';
import { type RunningServices, startServices } from './services/services.ts';
import {
  endpointVariables,
  environmentFile,
  functionEnvironment,
  readSettings,
} from './settings.ts';
import { createTerminal } from './terminal.ts';

const oldestNode = 24;
/** Everything is to be gone after three seconds. */
const longestStop = 2800;
const retrySeconds = 1;

const terminal = createTerminal();
let server: Server | undefined;
let services: RunningServices | undefined;
let fronts: Fronts | undefined;
let loader: Loader | undefined;
let app: LocalApp | undefined;
let buildFolder: string | undefined;
let stopping: Promise<void> | undefined;

function stop(code: number): Promise<void> {
  stopping ??= end(code);
  return stopping;
}

async function end(code: number): Promise<void> {
  setTimeout(() => process.exit(code || 1), longestStop).unref();
  loader?.close();
  server?.close();
  server?.closeIdleConnections();
  await app?.close();
  server?.closeAllConnections();
  await fronts?.close();
  await services?.stop();
  // There is none when the data folder cannot be one.
  if (buildFolder) await rm(buildFolder, { recursive: true }).catch(() => undefined);
  terminal.flush();
  process.exit(code);
}

function fault(what: string, error: unknown): void {
  if (stopping) return;
  terminal.error(
    `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
}

async function start(): Promise<void> {
  const begin = performance.now();
  if (Number.parseInt(process.versions.node, 10) < oldestNode) {
    throw new LocalServiceError(
      `Moa needs Node ${oldestNode} or newer, this is ${process.version}: start it by npm start`,
    );
  }
  const settings = readSettings(process.env);
  const { port, dataDir } = settings;
  terminal.line(`Moa starts, with its data in ${dataDir}`);

  const handler = Promise.withResolvers<LocalApp['handle']>();
  handler.promise.catch(() => undefined);
  server = await startHttpServer(port, handler.promise);
  Object.assign(process.env, functionEnvironment(settings, process.env));
  const config = await readConfig();
  await makeDataFolder(dataDir);
  process.setSourceMapsEnabled(true);

  // While DynamoDB starts, the code is built and the SDK loaded. The folder is this process's own:
  // whether the data folder is free is not known yet.
  const builds = join(dataDir, 'build');
  buildFolder = join(builds, String(process.pid));
  const parts = Promise.all([
    import('./app.ts'),
    import('./loader.ts').then(({ createLoader }) => createLoader(String(buildFolder))),
  ]);
  parts.catch(() => undefined);
  services = await startServices({ dataDir, onReady: terminal.ready });
  services.onExit((service, detail) => {
    if (stopping) return;
    terminal.error(`${service} ended by itself (${detail}): everything else ends with it`);
    void stop(1);
  });
  fronts = await startFronts(services.addresses, { durable: true });
  const permissions = createPermissions(stackNames(config));
  fronts.use(permissions.check);
  const environment = {
    ...functionEnvironment(settings, process.env),
    ...endpointVariables(fronts.addresses),
  };
  Object.assign(process.env, environment);
  await writeFile(join(dataDir, environmentFile), JSON.stringify(environment, null, 2));
  await ensureSecrets(join(dataDir, 'secrets'));
  await removeOldBuilds(builds);
  const [{ createApp }, codeLoader] = await parts;
  loader = codeLoader;
  app = await createApp({
    load: loader.load,
    addresses: services.addresses,
    faults: fronts.faults,
    tableName: config.tableName,
    queuePrefix: config.queuePrefix,
    region: config.region,
    visibilitySeconds: retrySeconds,
    checkpoints: fileCheckpoints(join(dataDir, 'checkpoints.json')),
    bucketName: config.bucketName,
    onContracts: permissions.use,
    onClock: fronts.setClockOffset,
    onFault: fault,
    ...(config.logLevel !== 'silent' && { onRequest: terminal.request }),
  });
  terminal.formatLogs();
  app.start();
  handler.resolve(app.handle);
  const { reload } = app;
  loader.watch(
    async () => {
      await reload();
      terminal.line('The code has changed: the new one is in use');
    },
    (message) => terminal.error(`The code has changed, but not for the better:\n${message}`),
  );
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  terminal.line(`  ${'api'.padEnd(10)} ready after ${seconds} s

  API      http://127.0.0.1:${port}
  Docs     http://127.0.0.1:${port}/docs
  Console  http://127.0.0.1:${port}/_local
  Demo     http://127.0.0.1:${port}/_local/demo
`);
}

/** The functions' configuration, by an instance of its own: theirs knows the services as well. */
async function readConfig() {
  try {
    return (await import('../config.ts')).config;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LocalServiceError(reason.replace(/:\n\s*/, ': ').replace(/\n\s*/g, '; '));
  }
}

/** Level by level: where a folder cannot hold others, such as /proc, Node's own way never ends. */
async function makeDataFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    const parent = dirname(path);
    if (code !== 'ENOENT' || parent === path || existsSync(parent)) {
      throw new LocalServiceError(
        `data folder ${path} cannot be made (${code}): choose another one by MOA_DATA_DIR`,
      );
    }
    await makeDataFolder(parent);
    await makeDataFolder(path);
  }
}

async function removeOldBuilds(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (name !== String(process.pid))
      await rm(join(folder, name), { recursive: true, force: true });
  }
}

process.on('SIGTERM', () => void stop(0));
process.on('SIGINT', () => void stop(0));
start().catch((error: unknown) => {
  if (stopping) return;
  if (error instanceof LocalServiceError) terminal.error(`Moa cannot start: ${error.message}`);
  else fault('Moa cannot start', error);
  void stop(1);
});
