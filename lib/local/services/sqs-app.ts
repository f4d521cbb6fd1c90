import { join } from 'node:path';
import { type BuildAppOptions, buildApp } from 'fauxqs';
import { damagedFile } from './data-folder.ts';

type Stores = NonNullable<BuildAppOptions['stores']>;

interface Persistence {
  loadSqsAndSns(sqs: Stores['sqsStore'], sns: Stores['snsStore']): void;
  close(): void;
  updateMessageReady(messageId: string): void;
  db: { prepare(sql: string): { run(...values: unknown[]): void } };
}

/** The SQS service, not yet listening. */
export interface SqsApp {
  app: ReturnType<typeof buildApp>;
  store: Stores['sqsStore'];
}

/** @param folder where its messages are kept; in memory without one */
export async function createSqsApp(folder?: string): Promise<SqsApp> {
  await refuseExpiredHandles();
  const stores = await createStores();
  // Empty: queue URLs then carry the address of the request, 127.0.0.1, and not *.localhost,
  // which many machines do not resolve.
  stores.sqsStore.host = '';
  const persistence = folder === undefined ? undefined : await openPersistence(folder, stores);
  const app = buildApp({ logger: false, stores });
  app.addHook('preClose', (done) => {
    persistence?.close();
    done();
  });
  return { app, store: stores.sqsStore };
}

/* The package exports only its front; durable stores must be handed to it ready-made. */
const inside = (path: string): Promise<Record<string, new (...args: unknown[]) => unknown>> =>
  import(new URL(path, import.meta.resolve('fauxqs')).href);

async function createStores(): Promise<Stores> {
  const [sqs, sns, s3] = await Promise.all([
    inside('./sqs/sqsStore.js'),
    inside('./sns/snsStore.js'),
    inside('./s3/s3Store.js'),
  ]);
  return {
    sqsStore: construct<Stores['sqsStore']>(sqs.SqsStore),
    snsStore: construct<Stores['snsStore']>(sns.SnsStore),
    s3Store: construct<Stores['s3Store']>(s3.S3Store),
  };
}

function construct<T>(
  made: (new (...args: unknown[]) => unknown) | undefined,
  ...args: unknown[]
): T {
  if (made === undefined) throw new Error('this version of fauxqs is laid out differently');
  return new made(...args) as T;
}

async function openPersistence(folder: string, stores: Stores): Promise<Persistence> {
  const module = await inside('./persistence.js');
  let persistence: Persistence;
  try {
    persistence = construct<Persistence>(module.PersistenceManager, folder);
    persistence.loadSqsAndSns(stores.sqsStore, stores.snsStore);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw damagedFile(join(folder, 'fauxqs.db'), reason);
  }
  // Its own statement writes NULL in a column that forbids it: ChangeMessageVisibility(0) would
  // answer 500 and the message would be lost to this process.
  const ready = persistence.db.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  persistence.updateMessageReady = (messageId) => ready.run(messageId);
  for (const owner of [stores.sqsStore, stores.snsStore, ...stores.sqsStore.allQueues()]) {
    Object.assign(owner, { persistence });
  }
  return persistence;
}

interface Queue {
  isFifo(): boolean;
  inflightMessages: Map<string, unknown>;
  deleteMessage(receiptHandle: string): boolean;
}

let isRefusing = false;

/** Handles of a queue that are remembered as deleted; deleting twice does no harm. */
const keptHandles = 10_000;

/**
 * A FIFO queue refuses to delete by a handle that has expired: who holds it took too long, and
 * somebody else may be at work on the message. The package takes every handle.
 */
async function refuseExpiredHandles(): Promise<void> {
  if (isRefusing) return;
  isRefusing = true;
  const [{ SqsQueue }, { SqsError }] = await Promise.all([
    inside('./sqs/sqsStore.js'),
    inside('./common/errors.js'),
  ]);
  const queue = SqsQueue?.prototype as Queue;
  const remove = Reflect.get(queue, 'deleteMessage') as Queue['deleteMessage'];
  const deleted = new WeakMap<Queue, Set<string>>();
  queue.deleteMessage = function deleteMessage(receiptHandle) {
    const handles = deleted.get(this) ?? new Set();
    deleted.set(this, handles);
    if (this.isFifo() && !this.inflightMessages.has(receiptHandle) && !handles.has(receiptHandle)) {
      throw construct<Error>(
        SqsError,
        'InvalidParameterValue',
        `Value ${receiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
      );
    }
    handles.add(receiptHandle);
    if (handles.size > keptHandles) handles.delete(handles.values().next().value ?? '');
    return remove.call(this, receiptHandle);
  };
}
