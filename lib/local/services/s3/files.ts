import { open, rename, rm } from 'node:fs/promises';

/** Writes files so that they are there, whole, once the promise resolves, or not at all. */
export interface Files {
  /** Puts `text` in the place of what `file` says. */
  replace(file: string, text: string): Promise<void>;
  /** Removes a file; one that is not there does no harm. */
  remove(file: string): Promise<void>;
  /** Whether writes are to reach the disk before they are acknowledged. */
  durable: boolean;
}

let writes = 0;

/** @param durable `false` for what ends with this process */
export function createFiles(durable: boolean): Files {
  return {
    durable,
    async replace(file, text) {
      writes += 1;
      const unfinished = `${file}.${writes}.new`;
      const handle = await open(unfinished, 'w');
      try {
        await handle.writeFile(text);
        if (durable) await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(unfinished, file);
    },
    async remove(file) {
      await rm(file, { force: true });
    },
  };
}
