import { randomBytes } from 'node:crypto';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { invalidCursor } from '../../errors/request-errors.ts';
import { find } from '../../model/read.ts';
import { writeMany } from '../../model/write-many.ts';
import type { LogPosition } from './log-chunks.ts';
import { TimelineWalks } from './timeline-walks.entity.ts';

/** Where a walk through a feed has come to. */
export interface FeedPosition {
  /** The last post that was shown or passed over. */
  below: string;
  /** The logs that still hold something below it. */
  logs: LogPosition[];
}

/** More logs than this would make a cursor that is too long; they are kept in the table instead. */
const maxLogsInCursor = 80;

/** A cursor lives for a day. */
const keepSeconds = 25 * 3600;

const authorPrefix = 'usr_';
const walkMark = '@';

export function encodeLogs(logs: readonly LogPosition[]): string {
  return logs
    .map(({ authorId, chunk, inHead }) =>
      [authorId.slice(authorPrefix.length), chunk.toString(36), inHead ? 'h' : ''].join('.'),
    )
    .join(',');
}

export function decodeLogs(text: string): LogPosition[] {
  if (text === '') return [];
  return text.split(',').map((entry) => {
    const [author = '', chunk = '', head] = entry.split('.');
    return {
      authorId: authorPrefix + author,
      chunk: Number.parseInt(chunk, 36),
      inHead: head === 'h',
    };
  });
}

/** A position as the text of a cursor. */
export async function savePosition(ctx: Context, { below, logs }: FeedPosition): Promise<string> {
  const encoded = encodeLogs(logs);
  if (logs.length <= maxLogsInCursor) return `${below} ${encoded}`;
  const walkId = randomBytes(16).toString('hex');
  const expiresAt = Math.floor(ctx.now.getTime() / 1000) + keepSeconds;
  await writeMany([TimelineWalks.put({ walkId, logs: encoded, expiresAt })]);
  return `${below} ${walkMark}${walkId}`;
}

/** @throws AppError `request.invalid_cursor` when what the cursor names has expired */
export async function loadPosition(text: string): Promise<FeedPosition> {
  const [below = '', logs = ''] = text.split(' ');
  if (!logs.startsWith(walkMark)) return { below, logs: decodeLogs(logs) };
  const walkId = logs.slice(walkMark.length);
  const walk = await find(TimelineWalks, { walkId });
  if (!walk) throw new AppError(invalidCursor);
  return { below, logs: decodeLogs(walk.logs) };
}
