import { writeMany } from '../model/write-many.ts';
import type { PurgeStep } from '../purge/purge-step.ts';
import { takedownsOfOwner } from './takedown.ts';
import { Takedowns } from './takedowns.entity.ts';

/** Items of one part, which go 25 a request. */
const itemsPerPart = 2000;

/**
 * Takedowns go with the owner's account; the audit keeps who took down what, and why. This step comes
 * after posts, files and the inbox. When it finds a takedown made meanwhile, another round begins.
 */
export const takedownsPurgeStep: PurgeStep = {
  id: 'files.takedowns',
  covers: ['takedown'],
  async removePart(_ctx, userId) {
    const { data, cursor } = await takedownsOfOwner(userId).go({ limit: itemsPerPart });
    await writeMany(data.map(({ objectId }) => Takedowns.delete({ objectId })));
    return { hasRemoved: data.length > 0, ...(cursor !== null && { rest: '' }) };
  },
};
