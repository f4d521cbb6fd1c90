import { type DataFolder, openDataFolder } from './data-folder.ts';
import { startDynamodb } from './dynamodb.ts';
import { startNodeService } from './node-service.ts';
import type { SupervisedChild } from './supervised-child.ts';

/** Origins like `http://127.0.0.1:40123`, without a slash at the end. */
export interface ServiceAddresses {
  dynamodb: string;
  sqs: string;
  ses: string;
  s3: string;
  /** The stand-in of the issuers of ID tokens. */
  idp: string;
}

export interface RunningServices {
  addresses: ServiceAddresses;
  /**
   * Calls `listener` when a service ends by itself; `detail` is the exit code or signal and, on
   * further lines, its last lines of standard error. A service that has ended already is reported at once.
   */
  onExit(listener: (service: string, detail: string) => void): void;
  /** Ends all services within 3 s and frees the data folder. More calls do no harm. */
  stop(): Promise<void>;
}

export interface ServicesOptions {
  /** Everything durable goes below it; created when missing. `undefined`: all in memory. */
  dataDir: string | undefined;
  /** Told of each service that is ready, with milliseconds since the start. */
  onReady?: (service: string, ms: number, note?: string) => void;
}

type ServiceName = keyof ServiceAddresses;

interface Started {
  address: string;
  child: SupervisedChild;
  note?: string | undefined;
}

/**
 * Starts DynamoDB, SQS, SES, S3 and the issuers of ID tokens side by side on free ports of 127.0.0.1. They end with this
 * process, even when it is killed; what they acknowledged is there again after the next start
 * with the same `dataDir`.
 *
 * @throws LocalServiceError, one line that names cause and fix, when a service cannot start or the
 *   data folder cannot be used; the services that did start are ended first.
 */
export async function startServices(options: ServicesOptions): Promise<RunningServices> {
  const begin = performance.now();
  const folder = options.dataDir === undefined ? undefined : await openDataFolder(options.dataDir);
  const starts: Record<ServiceName, Promise<Started>> = {
    dynamodb: startDynamodb(folder),
    sqs: startNodeService('sqs-server.ts', folder?.sqs, folder?.lock),
    ses: startNodeService('ses-server.ts', folder?.mails, folder?.lock),
    s3: startNodeService('s3-server.ts', folder?.objects, folder?.lock),
    idp: startNodeService('idp-server.ts', undefined, folder?.lock),
  };
  const children = new Map<ServiceName, SupervisedChild>();
  const addresses: ServiceAddresses = { dynamodb: '', sqs: '', ses: '', s3: '', idp: '' };
  const waiting = Object.entries(starts).map(async ([service, start]) => {
    const name = service as ServiceName;
    const { address, child, note } = await start;
    children.set(name, child);
    addresses[name] = address;
    options.onReady?.(name, Math.round(performance.now() - begin), note);
  });

  // All of them, not the first failure: a service still starting could not be ended.
  const outcomes = await Promise.allSettled(waiting);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure !== undefined) {
    await stopAll(children, folder);
    throw failure.reason;
  }

  let stopped: Promise<void> | undefined;
  return {
    addresses,
    onExit(listener) {
      for (const [name, child] of children) {
        child.onUnexpectedExit((detail) => listener(name, detail));
      }
    },
    stop() {
      stopped ??= stopAll(children, folder);
      return stopped;
    },
  };
}

async function stopAll(
  children: ReadonlyMap<ServiceName, SupervisedChild>,
  folder: DataFolder | undefined,
): Promise<void> {
  await Promise.all([...children.values()].map((child) => child.stop()));
  await new Promise<void>((resolve) => {
    if (folder?.lock === undefined) resolve();
    else folder.lock.close(() => resolve());
  });
}
