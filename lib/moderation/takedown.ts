import type { EntityItem } from 'electrodb';
import type { Context } from '../context.ts';
import { one } from '../model/read.ts';
import { type Write, write } from '../model/write.ts';
import { Takedowns } from './takedowns.entity.ts';

export type Takedown = EntityItem<typeof Takedowns>;

/** Names a takedown to be read together with other items. */
export const takedownRead = (objectId: string) => one(Takedowns, { objectId });

/** The write by which an administrator takes something down; goes with those that remove it. */
export const takingDown = <Outcome = never>(
  { now }: Context,
  object: Pick<Takedown, 'objectType' | 'objectId' | 'ownerId' | 'reason'>,
): Write<Outcome> => write(Takedowns.put({ ...object, takenDownAt: now.toISOString() }));

/** What was taken down of a user. */
export const takedownsOfOwner = (ownerId: string) => Takedowns.query.takedownsOfOwner({ ownerId });
