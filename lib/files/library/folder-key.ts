import { createHash } from 'node:crypto';

/** The key of a folder, whatever is in its name. */
export const folderKeyOf = (folder: string) => createHash('sha256').update(folder).digest('hex');
