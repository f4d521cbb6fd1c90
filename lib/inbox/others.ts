import type { EntityItem } from 'electrodb';
import { InboxActors } from './actors.entity.ts';
import type { InboxGroups } from './groups.entity.ts';

type Group = EntityItem<typeof InboxGroups>;

/** A first look is short; who reads on looks for few among very many. */
const [firstPage, furtherPage] = [100, 1000] as const;

/**
 * Who counts in a group beside those in `known`, by id and page after page, which may be empty: the
 * actors of a thing are listed over all its groups.
 */
export async function* othersIn(
  {
    recipientId,
    kind,
    targetId,
    group,
  }: Pick<Group, 'recipientId' | 'kind' | 'targetId' | 'group'>,
  known: ReadonlySet<string>,
): AsyncGenerator<Group['newest']> {
  let cursor: string | null = null;
  let limit: number = firstPage;
  do {
    const page: Awaited<ReturnType<typeof read>> = await read(limit, cursor);
    yield page.data
      .filter(({ actorId }) => !known.has(actorId))
      .map(({ actorId, sourceId }) => ({ actorId, ...(sourceId !== undefined && { sourceId }) }));
    cursor = page.cursor;
    limit = furtherPage;
  } while (cursor !== null);

  function read(size: number, after: string | null) {
    return InboxActors.query
      .actors({ recipientId, kind, targetId })
      .where((is, { eq, notExists }) => `${eq(is.group, group)} AND ${notExists(is.isOver)}`)
      .go({ limit: size, cursor: after, consistent: true });
  }
}
