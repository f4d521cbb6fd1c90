import * as z from 'zod';
import { defineMessage } from '../../lib/queue/message.ts';
import { id } from '../../lib/schema/ids.ts';
import { takenDown } from './taken-down.ts';

const file = z.object({ fileId: id('file'), ownerId: id('user') });

export const fileCreated = defineMessage({ type: 'file.created', version: 1, data: file });

/** Its content is there and looked at. */
export const fileCompleted = defineMessage({ type: 'file.completed', version: 1, data: file });

/** Its content was not what had been announced. */
export const fileRefused = defineMessage({ type: 'file.refused', version: 1, data: file });

export const fileUpdated = defineMessage({ type: 'file.updated', version: 1, data: file });

export const fileDeleted = defineMessage({ type: 'file.deleted', version: 1, data: file });

/** An administrator has removed it; `file.deleted` tells of its end, too. */
export const fileTakenDown = defineMessage({
  type: 'file.taken_down',
  version: 1,
  data: takenDown.extend({ fileId: id('file') }),
  audit: { objectType: 'file' },
});

/** It is to have the content of another. */
export const fileCopyBegun = defineMessage({ type: 'file.copy_begun', version: 1, data: file });

/** A large copy of it has been made, or given up. */
export const fileCopyEnded = defineMessage({
  type: 'file.copy_ended',
  version: 1,
  data: file.pick({ fileId: true }),
});

/** Its content was there, and is not any more. */
export const fileLost = defineMessage({ type: 'file.lost', version: 1, data: file });

/** Compare objects and items from here on: see `lib/files/upkeep/reconcile-contents.ts`. */
export const reconcileContents = defineMessage({
  type: 'files.reconcile_contents',
  version: 1,
  data: z.object({
    /** Objects are counted first; then those go that no file needs; then items are looked at. */
    of: z.enum(['objects', 'orphans', 'items']),
    /** What is younger is not looked at. */
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

/** A picture is there that nobody has looked into yet. */
export const imageUploaded = defineMessage({
  type: 'image.uploaded',
  version: 1,
  /** `copiedFrom`: the file that has the same content. */
  data: file.extend({ copiedFrom: id('file').optional() }),
});

/** Its renditions are there. */
export const imageRendered = defineMessage({ type: 'image.rendered', version: 1, data: file });

/** Nothing can be made of it. */
export const imageRefused = defineMessage({ type: 'image.refused', version: 1, data: file });

/** The file of a picture is deleted. */
export const imageRemoved = defineMessage({ type: 'image.removed', version: 1, data: file });
