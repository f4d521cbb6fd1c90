import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';

/**
 * Calls `changed` with the path of what was written, made or removed in folders and those in them,
 * until the function that it answers is called. Node's recursive watching loses files that an
 * editor replaces.
 */
export function watchFolders(
  folders: readonly string[],
  changed: (path: string) => void,
): () => void {
  const watchers = new Map<string, FSWatcher>();
  const add = (folder: string): void => {
    if (!watchers.has(folder)) {
      const watcher = watch(folder, (_, name) => {
        // What was made may be a folder.
        add(folder);
        changed(join(folder, name ?? ''));
      });
      watcher.on('error', () => remove(folder));
      watchers.set(folder, watcher);
    }
    try {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (!entry.isDirectory() || watchers.has(path)) continue;
        add(path);
        changed(path);
      }
    } catch {
      remove(folder);
    }
  };
  const remove = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  for (const folder of folders) add(folder);
  return () => {
    for (const folder of [...watchers.keys()]) remove(folder);
  };
}
