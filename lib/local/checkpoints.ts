import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Position in a stream: what was handled last, by shard; `null` for a shard read to its end. */
export interface Checkpoint {
  streamArn: string;
  shards: Record<string, string | null>;
}

/** Keeps the positions of the stream's readers. */
export interface CheckpointStore {
  read: (worker: string) => Promise<Checkpoint | undefined>;
  /** Survives the end of this process, whatever ends it, when it resolves. */
  write: (worker: string, checkpoint: Checkpoint) => Promise<void>;
}

export function memoryCheckpoints(): CheckpointStore {
  const kept = new Map<string, Checkpoint>();
  return {
    read: async (worker) => kept.get(worker),
    write: async (worker, checkpoint) => {
      kept.set(worker, checkpoint);
    },
  };
}

/**
 * Keeps the positions in one file. An older position than the true one is safe, because events are
 * told again then and known by their ids; so the file is replaced, but not forced to the disk.
 */
export function fileCheckpoints(file: string): CheckpointStore {
  const kept = readFile(file);
  return {
    read: async (worker) => kept[worker],
    write: async (worker, checkpoint) => {
      kept[worker] = checkpoint;
      writeFileSync(`${file}.new`, JSON.stringify(kept));
      renameSync(`${file}.new`, file);
    },
  };
}

function readFile(file: string): Record<string, Checkpoint> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Checkpoint>;
  } catch {
    // Missing, or cut off by a power failure: the stream is then read from its beginning.
    return {};
  }
}
