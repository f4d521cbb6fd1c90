import { writeMany } from '../model/write-many.ts';
import type { KindName } from '../schema/inbox-kinds.ts';
import { InboxActors } from './actors.entity.ts';
import { InboxGroups } from './groups.entity.ts';

const pageSize = 1000;

/** Removes what an inbox tells about a thing that is gone; answers whether nothing is left of it. */
export async function removeThread(
  thread: { recipientId: string; kind: KindName; targetId: string },
  maxPages: number,
): Promise<boolean> {
  for (let page = 0; page < maxPages; page++) {
    const options = { consistent: true, limit: pageSize } as const;
    const [actors, groups] = await Promise.all([
      InboxActors.query.actors(thread).go(options),
      InboxGroups.query.groups(thread).go(options),
    ]);
    await writeMany([
      ...actors.data.map(({ actorId }) => InboxActors.delete({ ...thread, actorId })),
      ...groups.data.map(({ group }) => InboxGroups.delete({ ...thread, group })),
    ]);
    if (actors.cursor === null && groups.cursor === null) return true;
  }
  return false;
}
