/** What a query answers: a page, and where the next one begins; `null` when there is none. */
export interface QueryPage<Found> {
  data: Found[];
  cursor: string | null;
}

/**
 * The pages of a query, one after the other. The next is read when somebody asks for it: who leaves the
 * loop reads no further.
 *
 * @param read reads the page at a cursor, the first one at `null`
 * @example
 * const read = (cursor: string | null) => Likes.query.likes({ postId }).go({ limit: 100, cursor });
 * for await (const likes of eachPage(read)) count += likes.length;
 */
export async function* eachPage<Found>(
  read: (cursor: string | null) => Promise<QueryPage<Found>>,
): AsyncGenerator<Found[], void, undefined> {
  let cursor: string | null = null;
  do {
    const page: QueryPage<Found> = await read(cursor);
    yield page.data;
    cursor = page.cursor;
  } while (cursor !== null);
}

/** A query of a list, as ElectroDB builds it. */
interface ListQuery<Key, Found> {
  lt(key: Key): Pick<ListQuery<Key, Found>, 'go'>;
  go(options: {
    order: 'desc';
    limit: number;
    consistent?: true;
    cursor?: string | null;
  }): Promise<QueryPage<Found>>;
}

/**
 * At most `limit` items of a query. DynamoDB ends a page at a megabyte, however many were asked for:
 * what follows is read as well, so that fewer items are all that there are.
 */
export async function upTo<Found>(
  limit: number,
  read: (limit: number, cursor: string | null) => Promise<QueryPage<Found>>,
): Promise<Found[]> {
  const found: Found[] = [];
  let cursor: string | null = null;
  do {
    const page: QueryPage<Found> = await read(limit - found.length, cursor);
    found.push(...page.data);
    cursor = page.cursor;
  } while (cursor !== null && found.length < limit);
  return found;
}

interface Part<Position, Key> {
  limit: number;
  /** Behind which item of the list it begins; at the newest one when `undefined`. */
  after: Position | undefined;
  /** The sort key at a position. */
  keyOf: (position: Position) => Key;
  consistent?: true;
}

/**
 * At most `limit` items of a list by its sort key, the newest first, in one query unless they weigh
 * more than a megabyte.
 *
 * @example
 * await newestFirst(Replies.query.replies({ parentId }), {
 *   limit: 20,
 *   after,
 *   keyOf: (replyId) => ({ replyId }),
 * });
 */
export async function newestFirst<Position, Key, Found>(
  query: ListQuery<Key, Found>,
  { limit, after, keyOf, ...options }: Part<Position, Key>,
): Promise<Found[]> {
  const part = after === undefined ? query : query.lt(keyOf(after));
  return upTo(limit, (most, cursor) => part.go({ order: 'desc', ...options, limit: most, cursor }));
}
