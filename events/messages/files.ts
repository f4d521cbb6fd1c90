import * as z from 'zod';
import { defineMessage } from '../../lib/queue/message.ts';
import { id } from '../../lib/schema/ids.ts';
import { takenDown } from './taken-down.ts';

/** A file of a company has the company as its owner. */
const file = z.object({
  fileId: id('file'),
  ownerId: z.union([id('user'), id('company')]),
  companyId: id('company').optional(),
});

export const fileCreated = defineMessage({ type: 'file.created', version: 1, data: file });

/** The content has arrived and passed the checks. */
export const fileCompleted = defineMessage({ type: 'file.completed', version: 1, data: file });

/** The content was not as announced. */
export const fileRefused = defineMessage({ type: 'file.refused', version: 1, data: file });

export const fileUpdated = defineMessage({ type: 'file.updated', version: 1, data: file });

export const fileDeleted = defineMessage({ type: 'file.deleted', version: 1, data: file });

/** An administrator has removed a file; `file.deleted` follows as well. */
export const fileTakenDown = defineMessage({
  type: 'file.taken_down',
  version: 1,
  data: takenDown.extend({ fileId: id('file') }),
  audit: { objectType: 'file' },
});

/** A copy was ordered: the file will get the content of another. */
export const fileCopyBegun = defineMessage({ type: 'file.copy_begun', version: 1, data: file });

/** A copy of a large file has ended, done or given up. */
export const fileCopyEnded = defineMessage({
  type: 'file.copy_ended',
  version: 1,
  data: file.pick({ fileId: true }),
});

/** The content of a file has disappeared from the bucket. */
export const fileLost = defineMessage({ type: 'file.lost', version: 1, data: file });

/** Compare objects and items from here on: see `lib/files/upkeep/reconcile-contents.ts`. */
export const reconcileContents = defineMessage({
  type: 'files.reconcile_contents',
  version: 1,
  data: z.object({
    /** Objects are counted first; then those go that no file needs; then items are looked at. */
    of: z.enum(['objects', 'orphans', 'items']),
    /** RFC 3339: younger objects and items are skipped. */
    olderThan: z.iso.datetime(),
    /** Where an earlier run stopped. */
    after: z.string().optional(),
    /** Removes orphans however many they are. */
    force: z.boolean().optional(),
    /** What earlier runs have counted. */
    counted: z
      .object({ objects: z.int().nonnegative(), orphans: z.int().nonnegative() })
      .optional(),
    /** How many orphans may still be removed. */
    left: z.int().nonnegative().optional(),
  }),
});

/** An image was uploaded and waits to be rendered. */
export const imageUploaded = defineMessage({
  type: 'image.uploaded',
  version: 1,
  /** `copiedFrom`: the file that has the same content. */
  data: file.extend({ copiedFrom: id('file').optional() }),
});

/** The renditions of an image are ready. */
export const imageRendered = defineMessage({ type: 'image.rendered', version: 1, data: file });

/** An image cannot be rendered. */
export const imageRefused = defineMessage({ type: 'image.refused', version: 1, data: file });

/** The file of an image was deleted. */
export const imageRemoved = defineMessage({ type: 'image.removed', version: 1, data: file });
