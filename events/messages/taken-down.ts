import * as z from 'zod';
import { id } from '../../lib/schema/ids.ts';

/** What is told of all that administrators take down: whose it was, and why. */
export const takenDown = z.object({ userId: id('user'), after: z.object({ reason: z.string() }) });
