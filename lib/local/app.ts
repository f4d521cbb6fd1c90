import { setTimeout as rest } from 'node:timers/promises';
import { ChangeMessageVisibilityBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Call } from '../aws/calls.ts';
import type { Contracts } from '../invocables.ts';
import { deadLetterQueueName } from '../queue/queue.ts';
import { createActivity } from './activity.ts';
import { ensureBucket } from './bucket.ts';
import { type CheckpointStore, memoryCheckpoints } from './checkpoints.ts';
import { createClients } from './clients.ts';
import { createConsole, isForConsole } from './console/console.ts';
import type { Faults } from './front/faults.ts';
import { createGateway } from './gateway.ts';
import { type Generation, type Load, loadGeneration, loadShared } from './generation.ts';
import type { GatewayAnswer } from './http-answer.ts';
import type { GatewayRequest } from './http-event.ts';
import { type Loop, startLoop } from './loop.ts';
import type { Network } from './network.ts';
import { createQueuePoller, type QueuePoller } from './queue-poller.ts';
import { type LocalQueues, openQueues } from './queues.ts';
import { createRequestLog, type RequestRecord, withoutToken } from './request-log.ts';
import { createScheduler } from './scheduler.ts';
import { readMails } from './services/mails.ts';
import type { ServiceAddresses } from './services/services.ts';
import { createStreamPoller, type StreamPoller } from './stream-poller.ts';
import { openStream } from './stream-source.ts';
import { ensureTable } from './table.ts';
import { handleWebRequest } from './web-request.ts';

export interface AppOptions {
  load: Load;
  /** Where the services are; the functions reach them through fronts. */
  addresses: ServiceAddresses;
  /** Reaches services of this process, if there are any; the functions' clients must know it too. */
  network?: Network | undefined;
  /** Of the fronts; where they are out of reach, `/_local/faults` is not there. */
  faults?: Faults;
  /** As the handlers' `TABLE_NAME` and `QUEUE_PREFIX`; table, queues and bucket are made when missing. */
  tableName: string;
  queuePrefix: string;
  /** As the handlers' `BUCKET_NAME`. */
  bucketName: string;
  region?: string;
  /** Of the same service and prefix, from an app before this one; its own unless said. */
  queues?: LocalQueues;
  /**
   * Seconds after which a message that failed once comes back, doubled with each failure; when its
   * visibility ends unless said, which is six times the worker's time-out.
   */
  visibilitySeconds?: number;
  /** Where the position in the stream is kept; unless said in memory, from the stream's beginning. */
  checkpoints?: CheckpointStore;
  /** Told the contracts that are in use from now on. */
  onContracts?: (contracts: Contracts) => void;
  /** Told by how many milliseconds the clock is ahead from now on. */
  onClock?: (offset: number) => void;
  /** Told of each answered request. */
  onRequest?: (request: RequestRecord) => void;
  /** Told of faults that no caller sees: a function that threw, a service that does not answer. */
  onFault?: (what: string, error: unknown) => void;
}

/** The API, its workers and its schedules over local services, without a socket of its own. */
export interface LocalApp {
  /** Answers a request as API Gateway and Lambda do; `/_local` included. Never rejects. */
  handle: (request: GatewayRequest) => Promise<GatewayAnswer>;
  /** {@link LocalApp.handle} for web requests. */
  fetch: (request: Request, sourceIp?: string) => Promise<Response>;
  /** Resolves when stream and queues are empty and no worker or task runs. */
  drain: () => Promise<void>;
  /**
   * Runs a task as if fired at `at`, by default now; answers the slot (RFC 3339). A task that runs
   * now runs even if it has in this minute.
   *
   * @throws Error when no task has this name, and what the task throws
   */
  runTask: (name: string, at?: Date, force?: boolean) => Promise<string>;
  /** Moves the clock of handlers, workers and schedules; 0 is real time. */
  setClockOffset: (milliseconds: number) => void;
  /** Outbound calls of one recent request, message or run. */
  calls: (requestId: string) => readonly Call[];
  /** Starts the background loops: stream, queues and schedules. */
  start: () => void;
  /**
   * Takes over what `load` gives from now on.
   *
   * @throws Error when that cannot be used; the app then goes on as before
   */
  reload: () => Promise<void>;
  /** Ends the loops and waits for what runs, a second at most. */
  close: () => Promise<void>;
}

const writes = /Put|Update|Delete|Write/;
const sends = /^SendMessage/;

/** Milliseconds; what this process sends and writes itself is seen at once. */
const idle = { stream: 1000, queues: 1000 };
const gather = { stream: 40, queues: 5 };
const longestRest = 1000;

/** Makes table and queues when missing and resolves when requests can be answered. */
export async function createApp(options: AppOptions): Promise<LocalApp> {
  const { load, addresses, network, tableName, region = 'us-east-1', visibilitySeconds } = options;
  const { onContracts, onClock, onRequest } = options;
  const checkpoints = options.checkpoints ?? memoryCheckpoints();
  const clients = createClients(addresses, region, network);
  const queues =
    options.queues ??
    openQueues(clients.sqs, {
      address: addresses.sqs,
      prefix: options.queuePrefix,
      region,
      fetch: network?.fetch,
    });
  const activity = createActivity();
  const requestLog = createRequestLog();
  const ending = new AbortController();
  // What breaks off because the app ends is no fault.
  const onFault = (what: string, error: unknown): void => {
    if (!ending.signal.aborted) options.onFault?.(what, error);
  };

  let [generation, streamArn] = await Promise.all([
    loadGeneration(load),
    ensureTable(clients.dynamodb, tableName),
  ]);
  await ensureBucket(clients.s3, options.bucketName, generation.corsOrigins);
  let gateway = createGateway(generation, onFault);
  let clockOffset = 0;
  let streamLoop: Loop | undefined;
  let queueLoop: Loop | undefined;
  let ended: Promise<unknown> = Promise.resolve();
  const queuePollers = new Map<string, QueuePoller>();
  const streamPollers = new Map<string, StreamPoller>();

  const scheduler = createScheduler({
    now: () => generation.clock.now(),
    lambda: (task) => generation.lambda('task', task),
    activity,
    onFault,
  });

  const onCall = (requestId: string, call: Call): void => {
    requestLog.addCall(requestId, call);
    if (call.service === 'dynamodb' && writes.test(call.operation)) streamLoop?.nudge();
    if (call.service === 'sqs' && sends.test(call.operation)) queueLoop?.nudge();
  };

  const openQueuePollers = (next: Generation) =>
    Promise.all(
      next.queues.map(async (definition) => {
        const present = queuePollers.get(definition.id);
        const place = await queues.ensure(definition);
        if (present) return present.redefine(definition);
        const poller = createQueuePoller({
          client: clients.sqs,
          region,
          place,
          definition,
          lambda: (queue) => generation.lambda('worker', queue),
          activity,
          visibilitySeconds,
          onFault,
          signal: ending.signal,
        });
        queuePollers.set(definition.id, poller);
      }),
    );

  const openStreamPollers = (next: Generation) =>
    Promise.all(
      next.streamWorkers.map(async (definition) => {
        const present = streamPollers.get(definition.id);
        if (present) return present.redefine(definition);
        const deadLetters = await queues.ensureDeadLetters(deadLetterQueueName(definition));
        const poller = createStreamPoller({
          source: openStream(clients.streams, streamArn),
          definition,
          lambda: (worker) => generation.lambda('worker', worker),
          checkpoints,
          activity,
          park: async (batch) => {
            const MessageBody = JSON.stringify(batch);
            await clients.sqs.send(new SendMessageCommand({ QueueUrl: deadLetters, MessageBody }));
          },
          onFault,
          signal: ending.signal,
        });
        await poller.open();
        streamPollers.set(definition.id, poller);
      }),
    );

  const use = async (next: Generation): Promise<void> => {
    onContracts?.(next);
    scheduler.setTasks(next.tasks);
    await Promise.all([openQueuePollers(next), openStreamPollers(next)]);
    next.clock.setClockOffset(clockOffset);
    next.calls.onCall(onCall);
  };

  /**
   * This app is the only receiver: what is in flight now, one received that was killed. What that one
   * has claimed to do outside stays claimed for a time-out: sooner it could only fail.
   */
  const releaseOrphans = async (): Promise<void> => {
    const depths = await queues.depths();
    for (const { id, outsideEffect, timeoutSeconds } of generation.queues) {
      const place = queuePollers.get(id)?.place;
      if (!place || !depths.get(place.name)?.inFlight) continue;
      const VisibilityTimeout = outsideEffect === 'none' ? 0 : timeoutSeconds;
      const handles = await queues.handlesInFlight(place.name);
      for (let start = 0; start < handles.length; start += 10) {
        const Entries = handles
          .slice(start, start + 10)
          .map((ReceiptHandle, Id) => ({ Id: String(Id), ReceiptHandle, VisibilityTimeout }));
        await clients.sqs.send(
          new ChangeMessageVisibilityBatchCommand({ QueueUrl: place.url, Entries }),
        );
      }
    }
  };

  const setClockOffset = (milliseconds: number): void => {
    clockOffset = milliseconds;
    generation.clock.setClockOffset(milliseconds);
    onClock?.(milliseconds);
    scheduler.clockMoved();
  };

  const readStream = async (): Promise<number> => {
    const reads = [...streamPollers.values()].map((poller) => poller.readToEnd());
    return (await Promise.all(reads)).reduce((sum, count) => sum + count, 0);
  };

  /** The queues that hold messages, dead-letter queues apart. */
  const busyQueues = async () => {
    const depths = await queues.depths();
    return [...queuePollers.values()].flatMap((poller) => {
      const depth = depths.get(poller.place.name);
      return depth && depth.visible + depth.inFlight + depth.delayed > 0 ? [{ poller, depth }] : [];
    });
  };

  /** Queues do not wait for each other. */
  const workQueues = async (): Promise<void> => {
    for (const { poller, depth } of await busyQueues()) {
      poller.work(depth).catch((error: unknown) => onFault(poller.place.name, error));
    }
  };

  const drain = async (): Promise<void> => {
    for (;;) {
      const before = activity.changes;
      const [count, busy] = await Promise.all([readStream(), busyQueues()]);
      if (count > 0) continue;
      if (busy.length > 0) {
        await Promise.all(busy.map(({ poller, depth }) => poller.work(depth)));
      } else if (activity.running > 0) await activity.next(longestRest);
      else if (activity.changes === before) return;
    }
  };

  const taskRuns = async () => (await loadShared(load, 'lib/cron/task-runs.entity')).TaskRuns;

  const runTask = async (task: string, at?: Date, force = false): Promise<string> => {
    const time = at ?? generation.clock.now();
    time.setUTCSeconds(0, 0);
    const slot = time.toISOString();
    if (!at) {
      const runs = await taskRuns();
      const { data } = await runs.get({ task, slot }).go();
      if (data && data.state !== 'running') await runs.delete({ task, slot }).go();
    }
    await scheduler.fire(task, time, force);
    return slot;
  };

  const lastRun = async (task: string): Promise<string | undefined> => {
    const { data } = await (await taskRuns()).query.run({ task }).go({ order: 'desc', limit: 1 });
    return data[0]?.startedAt;
  };

  const console = createConsole({
    dynamodb: clients.dynamodb,
    sqs: clients.sqs,
    mails: (filter) => readMails(addresses.ses, filter, network?.fetch),
    idpAddress: addresses.idp,
    mailPreviews: async () =>
      (await loadShared(load, 'lib/identity/mails/mail-previews')).mailPreviews(),
    importUsers: async (rows, admin) =>
      (await loadShared(load, 'lib/identity/sign-up/import-users')).importRows(rows, {
        admin,
        now: generation.clock.now(),
      }),
    identityProviders: () => generation.identityProviders,
    now: () => generation.clock.now(),
    tableName,
    queues,
    places: () => [...queuePollers.values()].map(({ place }) => place),
    streamDeadLetters: () => generation.streamWorkers.map(deadLetterQueueName),
    tasks: () => generation.tasks,
    lastRun,
    runTask,
    clockOffset: () => clockOffset,
    setClockOffset,
    requestLog,
    faults: options.faults,
    drain,
  });

  const handle = async (request: GatewayRequest): Promise<GatewayAnswer> => {
    if (isForConsole(request.url)) return console(request);
    const startedAt = performance.now();
    const { answer, route, requestId } = await gateway(request);
    const record: RequestRecord = {
      requestId,
      at: Date.now(),
      method: request.method,
      path: withoutToken(request.url),
      route,
      status: answer.status,
      milliseconds: Math.round((performance.now() - startedAt) * 10) / 10,
    };
    requestLog.addRequest(record);
    onRequest?.(record);
    return answer;
  };

  await use(generation);
  await releaseOrphans();

  return {
    handle,
    fetch: (request, sourceIp = '127.0.0.1') => handleWebRequest(handle, request, sourceIp),
    drain,
    runTask,
    setClockOffset,
    calls: (requestId) => requestLog.calls(requestId),
    start() {
      if (streamLoop) return;
      const { signal } = ending;
      const loop = (name: 'stream' | 'queues', round: () => Promise<unknown>) =>
        startLoop(round, {
          idle: idle[name],
          gather: gather[name],
          signal,
          onFault: (error) => onFault(name, error),
        });
      streamLoop = loop('stream', readStream);
      queueLoop = loop('queues', workQueues);
      ended = Promise.all([streamLoop.ended, queueLoop.ended, scheduler.run(signal)]);
    },
    async reload() {
      const next = await loadGeneration(load);
      const nextGateway = createGateway(next, onFault);
      await use(next);
      generation = next;
      gateway = nextGateway;
    },
    async close() {
      ending.abort();
      const runs = async () => {
        await ended;
        while (activity.running > 0) await activity.next(longestRest);
      };
      await Promise.race([runs(), rest(longestRest, undefined, { ref: false })]);
      generation.calls.onCall(undefined);
      clients.destroy();
    },
  };
}
