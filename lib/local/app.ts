import type { Call } from '../aws/calls.ts';
import type { GatewayAnswer, GatewayRequest } from './http-event.ts';
import type { ServiceAddresses } from './services/services.ts';

/**
 * Gives a module of Moa by its path without extension: `functions/sns/create-post`, `lib/clock`.
 * All that a generation of the code consists of comes from here, so that the app and the handlers
 * share module instances.
 */
export type Load = (modulePath: string) => Promise<object>;

export interface AppOptions {
  load: Load;
  addresses: ServiceAddresses;
  /** As the handlers' `TABLE_NAME` and `QUEUE_PREFIX`; table and queues are made when missing. */
  tableName: string;
  queuePrefix: string;
  region?: string;
  /**
   * Seconds after which a message that failed comes back; six times the worker's time-out unless
   * said. 0 needs an SQS service without data folder.
   */
  visibilitySeconds?: number;
  /** Where the position in the stream is kept; in memory unless said. */
  checkpoints?: CheckpointStore;
  /** Told of each answered request. */
  onRequest?: (request: RequestRecord) => void;
  /** Told of faults that no caller sees: a worker that threw, a service that does not answer. */
  onFault?: (what: string, error: unknown) => void;
}

/** Keeps the position of the stream's reader. */
export interface CheckpointStore {
  read(): Promise<Checkpoint | undefined>;
  /** Durable when it resolves. */
  write(checkpoint: Checkpoint): Promise<void>;
}

/** Position in a stream: what was handled last, by shard; `null` for a shard read to its end. */
export interface Checkpoint {
  streamArn: string;
  shards: Record<string, string | null>;
}

/** One answered request, as `GET /_local/requests` shows it. */
export interface RequestRecord {
  requestId: string;
  /** Epoch milliseconds. */
  at: number;
  method: string;
  path: string;
  /** Id of the route; `undefined` when none fits. */
  route: string | undefined;
  status: number;
  milliseconds: number;
}

export interface TaskRun {
  name: string;
  /** The slot, RFC 3339. */
  scheduledTime: string;
}

/** The API, its workers and its schedules over local services, without a socket of its own. */
export interface LocalApp {
  /** Answers a request as API Gateway and Lambda do; `/_local` included. Never rejects. */
  handle(request: GatewayRequest): Promise<GatewayAnswer>;
  /** {@link LocalApp.handle} for web requests. */
  fetch(request: Request): Promise<Response>;
  /** Resolves when stream and queues are empty and no worker or task runs. */
  drain(): Promise<void>;
  /**
   * Runs a task as if fired at `at`, by default now. A task that runs now runs even if its slot has.
   *
   * @throws Error when no task has this name, and what the task throws
   */
  runTask(name: string, options?: { at?: Date }): Promise<TaskRun>;
  /** Moves the clock of handlers, workers and schedules; 0 is real time. */
  setClockOffset(milliseconds: number): void;
  /** Outbound calls of one recent request, message or run. */
  calls(requestId: string): readonly Call[];
  /** Starts the background loops: stream, queues and schedules. */
  start(): void;
  /** Takes over what `load` gives from now on. */
  reload(): Promise<void>;
  /** Ends the loops and waits for what runs, a second at most. */
  close(): Promise<void>;
}

/** Makes table and queues when missing and resolves when requests can be answered. */
export async function createApp(options: AppOptions): Promise<LocalApp> {
  throw new Error(`The app is being built for ${options.tableName}`);
}
