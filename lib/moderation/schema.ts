import * as z from 'zod';
import { text } from '../schema/text.ts';

/** Why something is taken down, as its owner reads it. */
export const takedownInput = z.strictObject({
  reason: text({ min: 1, max: 1000, multiline: true }).meta({ example: 'Sells fake tickets' }),
});

export type TakedownInput = z.output<typeof takedownInput>;

export const exampleTakedown: TakedownInput = { reason: 'Sells fake tickets' };
