import fc from 'fast-check';
import { newId } from '../../../lib/ids.ts';
import {
  type Chunk,
  chunkSize,
  chunksToSeal,
  firstChunks,
  knownPosts,
  type LogPosition,
  type LogState,
  nextChunks,
  positionIn,
} from '../../../lib/sns/timeline/log-chunks.ts';

const begin = Date.UTC(2026, 10, 21);
const authorId = 'usr_01jd3v9k2m4n5p6q7r8s9t0v1w';
const postAt = (seconds: number) => newId('post', new Date(begin + seconds * 1000));

/** A log as the table keeps it. */
class Log {
  head: string[] = [];
  readonly sealed: string[][] = [];
  seconds = 0;

  post(): void {
    this.seconds += 10;
    this.head.push(postAt(this.seconds));
    const chunks = chunksToSeal(this.head, new Date(begin + this.seconds * 1000));
    this.sealed.push(...chunks);
    this.head = this.head.filter((postId) => !chunks.flat().includes(postId));
  }

  get posts(): string[] {
    return [...this.sealed.flat(), ...this.head].toSorted().toReversed();
  }

  /** What a page reads before and during a merge that needs `limit` posts. */
  read(start: LogPosition | undefined, below: string | undefined, limit: number) {
    const state: LogState = { authorId, start, sealed: 0, chunks: new Map() };
    const take = (names: Chunk[]) => {
      for (const name of names) {
        const chunk = name === 'head' ? this.head : this.sealed[name];
        if (chunk) state.chunks.set(name, chunk);
        if (name === 'head') state.sealed = this.sealed.length;
      }
    };
    let reads = 1;
    take(firstChunks(start, limit));
    for (;;) {
      const { postIds, isExhausted } = knownPosts(state, below);
      if (isExhausted || postIds.length >= limit) {
        return { state, reads, page: postIds.slice(0, limit) };
      }
      reads += 1;
      take(nextChunks(state, limit));
    }
  }
}

describe('chunksToSeal', () => {
  it('seals the oldest and leaves a chunk’s worth in the head', () => {
    const posts = Array.from({ length: 100 }, (_, index) => postAt(index));
    const chunks = chunksToSeal(posts.toReversed(), new Date(begin + 3_600_000));
    expect(chunks).toEqual([posts.slice(0, chunkSize), posts.slice(chunkSize, 2 * chunkSize)]);
  });

  it('seals nothing that a slow request could still get in front of', () => {
    const burst = Array.from({ length: 500 }, () => postAt(0));
    expect(chunksToSeal(burst, new Date(begin + 10_000))).toEqual([]);
    expect(chunksToSeal(burst, new Date(begin + 16_000))).not.toEqual([]);
  });
});

describe('a walk down a log', () => {
  it('shows each post once while others are added, by one read a page', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: chunkSize }),
        fc.array(fc.integer({ min: 0, max: chunkSize }), { maxLength: 20 }),
        (count, limit, added) => {
          const log = new Log();
          for (let index = 0; index < count; index++) log.post();
          const expected = log.posts;
          const seen: string[] = [];
          let start: LogPosition | undefined;
          let below: string | undefined;
          for (;;) {
            const { state, reads, page } = log.read(start, below, limit);
            expect(reads).toBe(1);
            seen.push(...page);
            below = page.at(-1);
            start = below === undefined ? undefined : positionIn(state, below);
            if (!start) break;
            for (let index = added.shift() ?? 0; index > 0; index--) log.post();
          }
          expect(seen).toEqual(expected);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('catches up when more was sealed between two pages than a page reads', () => {
    const log = new Log();
    for (let index = 0; index < 100; index++) log.post();
    const expected = log.posts;
    const first = log.read(undefined, undefined, 20);
    const start = positionIn(first.state, first.page.at(-1) ?? '');
    for (let index = 0; index < 500; index++) log.post();
    const second = log.read(start, first.page.at(-1), 20);
    expect([...first.page, ...second.page]).toEqual(expected.slice(0, 40));
  });

  it('is at its end when nothing is left', () => {
    const state: LogState = {
      authorId,
      start: undefined,
      sealed: 0,
      chunks: new Map([['head', [postAt(1)]]]),
    };
    expect(positionIn(state, postAt(0))).toBeUndefined();
    expect(positionIn(state, postAt(2))).toEqual({ authorId, chunk: 0, inHead: true });
  });
});
