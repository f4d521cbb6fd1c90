import { timeOfId } from '../../ids.ts';

/** Posts in a numbered chunk of an author's log; the head holds up to twice as many at rest. */
export const chunkSize = 32;

/** Chunks sealed by one transaction. */
const maxSealed = 20;

/**
 * A post's id is made before the post is written, so ids can arrive out of order: by no more than
 * the longest time that a request takes.
 */
const settledMilliseconds = 15_000;

/**
 * The chunks to seal of a head, oldest first: all posts in a chunk are older than all that can come
 * after it, and the head keeps at least {@link chunkSize}.
 */
export function chunksToSeal(postIds: readonly string[], now: Date): string[][] {
  const sorted = postIds.toSorted();
  const settledBefore = now.getTime() - settledMilliseconds;
  const settled = sorted.findIndex((id) => timeOfId(id).getTime() > settledBefore);
  const available = Math.min(settled < 0 ? sorted.length : settled, sorted.length - chunkSize);
  const count = Math.min(maxSealed, Math.floor(available / chunkSize));
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    sorted.slice(index * chunkSize, (index + 1) * chunkSize),
  );
}

/** Where a walk down an author's log has come to. */
export interface LogPosition {
  authorId: string;
  /** The highest chunk that still holds posts of interest; of the head, the number it would get. */
  chunk: number;
  inHead: boolean;
}

/** A chunk of a log: the head, or a number. */
export type Chunk = 'head' | number;

/** What is known of an author's log: the chunks that were read. */
export interface LogState {
  authorId: string;
  /** Where the walk goes on; `undefined` at its beginning. */
  start: LogPosition | undefined;
  /** Of the head, once it was read. */
  sealed: number;
  chunks: Map<Chunk, readonly string[]>;
}

/** The chunks that a page of `limit` posts reads first: enough unless posts came or went meanwhile. */
export function firstChunks(start: LogPosition | undefined, limit: number): Chunk[] {
  if (!start) return ['head'];
  const numbered = downFrom(start.chunk, spanOf(limit) + 1);
  return start.inHead ? ['head', ...numbered] : numbered;
}

/** The chunks to read next, or none at the end of the log. */
export function nextChunks(state: LogState, limit: number): Chunk[] {
  return downFrom(knownPart(state).next, spanOf(limit));
}

const spanOf = (limit: number) => Math.ceil(limit / chunkSize);

const downFrom = (chunk: number, count: number): number[] =>
  Array.from({ length: Math.min(count, chunk + 1) }, (_, index) => chunk - index);

/** The chunks known without a gap from the top down, and the number of the next one, or −1. */
function knownPart({ start, sealed, chunks }: LogState): { known: Chunk[]; next: number } {
  const known: Chunk[] = [];
  let next = start?.chunk ?? 0;
  if (!start || start.inHead) {
    known.push('head');
    next = sealed - 1;
  }
  while (next >= 0 && chunks.has(next)) known.push(next--);
  return { known, next };
}

/** The posts known to be in the log below `below`, newest first, and whether these are all. */
export function knownPosts(
  state: LogState,
  below: string | undefined,
): { postIds: string[]; isExhausted: boolean } {
  const { known, next } = knownPart(state);
  const postIds = known
    .flatMap((chunk) => state.chunks.get(chunk) ?? [])
    .filter((postId) => below === undefined || postId < below)
    .toSorted()
    .toReversed();
  return { postIds, isExhausted: next < 0 };
}

/** Where to go on with the log below `below`; `undefined` when nothing is left there. */
export function positionIn(state: LogState, below: string): LogPosition | undefined {
  const { known, next } = knownPart(state);
  const { authorId, sealed } = state;
  const chunk = known.find((name) => state.chunks.get(name)?.some((postId) => postId < below));
  if (chunk === 'head') return { authorId, chunk: sealed, inHead: true };
  if (chunk !== undefined) return { authorId, chunk, inHead: false };
  return next < 0 ? undefined : { authorId, chunk: next, inHead: false };
}
