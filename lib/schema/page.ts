import * as z from 'zod';

/** Body of a list: `items`, and `nextCursor` or `null` at the end. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** What a paginated route is asked for: at most `limit` items after the position `after`. */
export interface PageRequest {
  limit: number;
  after: string | undefined;
}

/** What a verb answers to a {@link PageRequest}: `nextCursor` is a position, sealed on its way out. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}
