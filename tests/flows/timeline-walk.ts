import { getTimeline, listUserPosts } from '../../functions/sns/timeline/routes.ts';
import type { User, World } from '../support/world.ts';

/** The texts of a whole timeline, read to its end in pages of `limit`. */
export function readTimeline(world: World, as: User, limit: number): Promise<string[]> {
  return readToEnd(limit, (query) => world.call(getTimeline, { as, query }));
}

/** The texts of all that somebody posted, read to the end in pages of `limit`. */
export function readPosts(world: World, as: User, author: User, limit: number): Promise<string[]> {
  const params = { userId: author.id };
  return readToEnd(limit, (query) => world.call(listUserPosts, { as, params, query }));
}

interface PostsPage {
  status: number;
  body: { items: { text: string }[]; nextCursor: string | null };
}

async function readToEnd(
  limit: number,
  readPage: (query: { limit: number; cursor?: string }) => Promise<PostsPage>,
): Promise<string[]> {
  const texts: string[] = [];
  let cursor: string | null = null;
  do {
    const { status, body } = await readPage({ limit, ...(cursor !== null && { cursor }) });
    if (status !== 200) throw new Error(`The page was answered with ${status}`);
    if (body.nextCursor !== null && body.items.length !== limit) {
      throw new Error(`A page before the last has ${body.items.length} of ${limit} posts`);
    }
    texts.push(...body.items.map(({ text }) => text));
    cursor = body.nextCursor;
  } while (cursor !== null);
  return texts;
}
