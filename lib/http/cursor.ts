import { open, seal } from '../crypto/seal.ts';
import { AppError } from '../errors/app-error.ts';
import { invalidCursor } from '../errors/request-errors.ts';

const keepMilliseconds = 24 * 3_600_000;
const purpose = 'cursor';
const maxLength = 4096;

/** What a cursor is bound to: it opens for the same route, caller and filters only. */
export interface CursorBinding {
  routeId: string;
  callerId: string;
  filters: unknown;
}

const contextOf = ({ routeId, callerId, filters }: CursorBinding) =>
  JSON.stringify([routeId, callerId, filters]);

/** Turns a position into an opaque cursor that lives for a day. */
export async function sealCursor(position: string, binding: CursorBinding, now: Date) {
  const content = JSON.stringify([now.getTime() + keepMilliseconds, position]);
  return seal(purpose, contextOf(binding), content);
}

/** The position in a cursor. @throws AppError `request.invalid_cursor` */
export async function openCursor(cursor: string, binding: CursorBinding, now: Date) {
  if (cursor.length > maxLength) throw new AppError(invalidCursor);
  let content: [number, string];
  try {
    content = JSON.parse(await open(purpose, contextOf(binding), cursor));
  } catch (cause) {
    throw new AppError(invalidCursor, { cause });
  }
  const [expiresAt, position] = content;
  if (expiresAt <= now.getTime()) throw new AppError(invalidCursor);
  return position;
}
