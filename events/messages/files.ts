import * as z from 'zod';
import { defineMessage } from '../../lib/queue/message.ts';
import { id } from '../../lib/schema/ids.ts';

const file = z.object({ fileId: id('file'), ownerId: id('user') });

export const fileCreated = defineMessage({ type: 'file.created', version: 1, data: file });

/** Its content is there and looked at. */
export const fileCompleted = defineMessage({ type: 'file.completed', version: 1, data: file });

/** Its content was not what had been announced. */
export const fileRefused = defineMessage({ type: 'file.refused', version: 1, data: file });

export const fileUpdated = defineMessage({ type: 'file.updated', version: 1, data: file });

export const fileDeleted = defineMessage({ type: 'file.deleted', version: 1, data: file });
