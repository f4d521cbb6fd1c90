import type { EntityItem } from 'electrodb';
import { eachPage } from '../model/pages.ts';
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
  const read = (cursor: string | null) =>
    InboxActors.query
      .actors({ recipientId, kind, targetId })
      .where((is, { eq, notExists }) => `${eq(is.group, group)} AND ${notExists(is.isOver)}`)
      .go({ limit: cursor === null ? firstPage : furtherPage, cursor, consistent: true });
  for await (const actors of eachPage(read)) {
    yield actors
      .filter(({ actorId }) => !known.has(actorId))
      .map(({ actorId, sourceId }) => ({ actorId, ...(sourceId !== undefined && { sourceId }) }));
  }
}
