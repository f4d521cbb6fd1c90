import type { Entity, EntityItem } from 'electrodb';
import type { Item } from '../model/write.ts';
import type { Draft } from '../queue/message.ts';

/** Says which events the changes of one entity's items are. */
export interface ChangeRule {
  /** Name of the entity in its items. */
  entityName: string;
  toEvents(before: Item | undefined, after: Item | undefined): Draft[];
}

// biome-ignore lint/suspicious/noExplicitAny: any entity, whatever its attributes and indexes
type AnyEntity = Entity<any, any, any, any>;

/**
 * Declares the events of an entity: a pure function of an item before and after a change. Items that
 * expire do not change by anybody's doing and are not told.
 *
 * @example
 * export const postChanges = onChange(Posts, (before, after) =>
 *   !before && after ? [draft(postCreated, after.postId, { … })] : [],
 * );
 */
export function onChange<E extends AnyEntity>(
  entity: E,
  toEvents: (before: EntityItem<E> | undefined, after: EntityItem<E> | undefined) => Draft[],
): ChangeRule {
  const parse = (image: Item | undefined) =>
    image && ((entity.parse({ Item: image }).data ?? undefined) as EntityItem<E> | undefined);
  return {
    entityName: entity.schema.model.entity,
    toEvents: (before, after) => toEvents(parse(before), parse(after)),
  };
}
