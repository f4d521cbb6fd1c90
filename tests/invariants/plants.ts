import type { Item } from '../../lib/model/write.ts';
import { headChunk } from '../../lib/sns/timeline/author-logs.entity.ts';
import { loudAuthorsKey } from '../../lib/sns/timeline/home-entries.entity.ts';
import type { Plant } from './invariant.ts';
import { type EntityName, entityOf } from './table.ts';

/* Ways to break an invariant, and which item is one that breaks it. */

/**
 * Items with one of an entity changed, or without it when nothing is put in its place.
 *
 * @throws Error when none is such: what the scenarios leave must hold what plants are put into
 */
export function change(
  entity: EntityName,
  toChanged: (item: Item) => Item | undefined,
  choose: (item: Item, items: readonly Item[]) => boolean = () => true,
): Plant {
  return (items) => {
    const index = items.findIndex((item) => entityOf(item) === entity && choose(item, items));
    const item = items[index];
    if (!item) throw new Error(`There is no such ${entity}`);
    const changed = toChanged(item);
    return items.toSpliced(index, 1, ...(changed ? [changed] : []));
  };
}

export const set =
  (attributes: Item) =>
  (item: Item): Item => ({ ...item, ...attributes });

export const add =
  (attribute: string, count: number) =>
  (item: Item): Item => ({ ...item, [attribute]: Number(item[attribute]) + count });

export const without =
  (attribute: string) =>
  (item: Item): Item =>
    Object.fromEntries(Object.entries(item).filter(([name]) => name !== attribute));

export const remove = () => undefined;

export const isHead = ({ chunk, postIds }: Item) => chunk === headChunk && postIds !== undefined;
export const isSealed = ({ chunk }: Item) => chunk !== headChunk;
export const isDeletedUser = ({ status }: Item) => status === 'deleted';
export const isEntry = ({ entryId }: Item) => entryId !== loudAuthorsKey;
export const isLoudList = ({ entryId }: Item) => entryId === loudAuthorsKey;
export const isOwn = ({ viewerId, authorId }: Item) => viewerId === authorId;
export const isOfFollower = (item: Item) =>
  entityOf(item) === 'homeEntry' && isEntry(item) && !isOwn(item);
export const isThere = ({ deletedAt }: Item) => deletedAt === undefined;

export const isThePost = (id: unknown) => (item: Item) =>
  entityOf(item) === 'post' && item.postId === id && isThere(item);

export const isOfPost = ({ postId }: Item, items: readonly Item[]) => items.some(isThePost(postId));

export const isToPost = ({ parentId }: Item, items: readonly Item[]) =>
  items.some(isThePost(parentId));

/** The first that is found can be one that is not counted, as somebody is absent. */
export const counted =
  (choose: (item: Item, items: readonly Item[]) => boolean) =>
  (item: Item, items: readonly Item[]): boolean =>
    !item.isUncounted && choose(item, items);

export const holdsPost = (item: Item, items: readonly Item[]) =>
  isHead(item) && idsOf(item).some((id) => items.some(isThePost(id)));

export const isOfQuietAuthor = ({ authorId }: Item, items: readonly Item[]) =>
  !items.some((item) => item.authorId === authorId && item.mode === 'loud');

/** An entry without which its viewer misses a post. */
export const isNeeded = (entry: Item, items: readonly Item[]) =>
  isOfFollower(entry) &&
  items.some(isThePost(entry.entryId)) &&
  !items.some((item) => isLoudList(item) && item.viewerId === entry.viewerId);

export const bringsEntries = ({ followerId, followeeId }: Item, items: readonly Item[]) =>
  items.some(({ viewerId, authorId }) => viewerId === followerId && authorId === followeeId);

export const isCounted = ({ isOver }: Item) => isOver === undefined;

export const isBetweenFollowers = ({ lowerId, higherId }: Item, items: readonly Item[]) =>
  items.some(
    ({ followerId, followeeId }) =>
      (followerId === lowerId && followeeId === higherId) ||
      (followerId === higherId && followeeId === lowerId),
  );

export function one(
  items: readonly Item[],
  entity: EntityName,
  choose: (item: Item) => boolean = () => true,
): Item {
  const found = items.find((item) => entityOf(item) === entity && choose(item));
  if (!found) throw new Error(`There is no such ${entity}`);
  return found;
}

export const takenDown = (items: readonly Item[], type: 'post' | 'file') =>
  one(items, 'takedown', ({ objectType }) => objectType === type).objectId;

export const nobody = 'usr_01jd3v9k2m4n5p6q7r8s9t0v1w';
export const nothing = 'post_01jd3v9k2m4n5p6q7r8s9t0v1w';
export const noKey = 'key_01jd3v9k2m4n5p6q7r8s9t0v1w';
export const manyKeys = Array.from(
  { length: 51 },
  (_, index) => `${noKey.slice(0, -2)}${10 + index}`,
);

/** The last key of a list takes the list's set with it. */
export const namesKeys = ({ keyIds }: Item) => keyIds !== undefined;

/** What was unlinked or removed last leaves an item that says nothing. */
export const linksSome = ({ google, firebase }: Item) => (google ?? firebase) !== undefined;
export const holdsPasskeys = ({ passkeys }: Item) => (passkeys as unknown[]).length > 0;

export const latest = 'post_7zzzzzzzzzzzzzzzzzzzzzzzzz';

export const idsOf = ({ postIds }: Item) => [...(postIds as Set<string>)];
