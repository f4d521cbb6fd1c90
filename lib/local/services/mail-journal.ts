import { closeSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { damagedFile } from './data-folder.ts';

/** An append-only file with one JSON value per line. */
export interface Journal<T> {
  /** Written and in the kernel's hands when it returns, so that a SIGKILL loses nothing. */
  append(entry: T): void;
  close(): void;
}

/**
 * Opens or creates `file` and reads what it holds, oldest first. An unfinished last line is cut:
 * its writer died before it acknowledged.
 *
 * @throws LocalServiceError naming the line when another one is no JSON; the file stays as it is.
 */
export function openJournal<T>(file: string): { entries: T[]; journal: Journal<T> } {
  const descriptor = openSync(file, 'a');
  const content = readFileSync(file);
  const end = content.lastIndexOf('\n') + 1;
  const entries = content
    .toString('utf8', 0, end)
    .split('\n')
    .slice(0, -1)
    .map((line, index) => {
      try {
        return JSON.parse(line) as T;
      } catch {
        closeSync(descriptor);
        throw damagedFile(file, `line ${index + 1} is not JSON`);
      }
    });
  if (end < content.length) truncateSync(file, end);
  return {
    entries,
    journal: {
      append: (entry) => {
        writeSync(descriptor, `${JSON.stringify(entry)}\n`);
      },
      close: () => {
        fsyncSync(descriptor);
        closeSync(descriptor);
      },
    },
  };
}
