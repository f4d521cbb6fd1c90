import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, realpath } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LocalServiceError } from './local-service-error.ts';

/** Where each service keeps its data below the data folder; absolute paths. */
export interface DataFolder {
  dynamodb: string;
  sqs: string;
  mails: string;
  objects: string;
  /**
   * Held by this process and handed to every child: the folder counts as used until the last of
   * them is gone. `undefined` where the kernel has no abstract sockets.
   */
  lock: Server | undefined;
}

/** What DynamoDB Local calls its tables' file with `-sharedDb`. */
export const DYNAMODB_FILE = 'shared-local-instance.db';
const SQLITE_HEADER = 'SQLite format 3\0';
const OLD_CHILDREN_MS = 5_000;
const OWNER_ANSWER_MS = 500;

/**
 * Creates what is missing below `dataDir`, checks that it can be used and takes it for this
 * process. Changes no existing file.
 *
 * @throws LocalServiceError when it is no folder, cannot be written, holds a file that is not a
 *   database, or is in use by another live stack (its process id is in the message).
 */
export async function openDataFolder(dataDir: string): Promise<DataFolder> {
  await createFolder(dataDir);
  const root = await realpath(dataDir);
  const folder = {
    dynamodb: join(root, 'dynamodb'),
    sqs: join(root, 'sqs'),
    mails: join(root, 'mails'),
    objects: join(root, 'objects'),
  };
  const lock = await takeLock(root);
  try {
    await Promise.all(Object.values(folder).map(createFolder));
    await Promise.all([
      checkDatabaseFile(join(folder.dynamodb, DYNAMODB_FILE)),
      checkDatabaseFile(join(folder.sqs, 'fauxqs.db')),
    ]);
  } catch (error) {
    lock?.close();
    throw error;
  }
  return { ...folder, lock };
}

/** The one line for a data file that cannot be read, `reason` being the reader's own words. */
export function damagedFile(file: string, reason: string): LocalServiceError {
  return new LocalServiceError(
    `data file ${file} is damaged (${reason}): restore it from a copy or move it away; ` +
      'it was left as it is',
  );
}

async function createFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusable(path, error);
  }
}

async function checkDatabaseFile(file: string): Promise<void> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, 'r+');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw unusable(file, error);
  }
  try {
    const header = Buffer.alloc(SQLITE_HEADER.length);
    const { bytesRead } = await handle.read(header, 0, header.length, 0);
    if (bytesRead > 0 && header.toString('latin1', 0, bytesRead) !== SQLITE_HEADER) {
      throw damagedFile(file, 'not an SQLite database');
    }
  } finally {
    await handle.close();
  }
}

function unusable(path: string, error: unknown): LocalServiceError {
  const code = codeOf(error);
  if (code === 'EEXIST' || code === 'ENOTDIR') {
    return new LocalServiceError(
      `data folder ${path} is a file, or lies below one: move that file or choose another folder`,
    );
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new LocalServiceError(
      `${path} cannot be written (${code}): give this user the right or choose another data folder`,
    );
  }
  const reason = code ?? String(error);
  return new LocalServiceError(`${path} cannot be used (${reason}): choose another data folder`);
}

/*
 * A socket in the abstract namespace: the kernel frees it when its last holder dies, SIGKILL
 * included, so there is no stale lock to guess about, unlike with a file holding a process id.
 */
export async function takeLock(root: string): Promise<Server | undefined> {
  if (process.platform !== 'linux') return undefined;
  const name = `\0moa-data-${createHash('sha256').update(root).digest('hex').slice(0, 32)}`;
  const deadline = Date.now() + OLD_CHILDREN_MS;
  for (;;) {
    const lock = await tryListen(name);
    if (lock !== undefined) return lock;
    const owner = await askOwner(name);
    if (owner !== undefined) {
      throw new LocalServiceError(
        `data folder ${root} is in use by process ${owner}: stop it or choose another folder`,
      );
    }
    // Nobody answers: the owner was killed and its children, which hold the socket, are ending.
    if (Date.now() > deadline) {
      throw new LocalServiceError(
        `data folder ${root} is still held by the children of a killed stack: ` +
          'end the java process that has it open (lsof names it) or choose another folder',
      );
    }
    await delay(20);
  }
}

function tryListen(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(String(process.pid));
    });
    server.once('error', (error) => {
      if (codeOf(error) === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(name, () => {
      server.unref();
      resolve(server);
    });
  });
}

function askOwner(name: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(name);
    socket.setTimeout(OWNER_ANSWER_MS, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer === '' ? undefined : answer));
  });
}

/** Not by `instanceof Error`: Node's own errors come from another realm under a test runner. */
function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error
    ? String(error.code)
    : undefined;
}
