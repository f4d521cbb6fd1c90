import * as z from 'zod';
import { id } from '../../lib/schema/ids.ts';

/** Fields of every takedown event: the owner and the reason. */
export const takenDown = z.object({ userId: id('user'), after: z.object({ reason: z.string() }) });
