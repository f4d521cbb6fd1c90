import { queueRedriven } from '../../events/messages/platform.ts';
import { type ChangeRule, onChange } from '../events/change.ts';
import { draft } from '../queue/message.ts';
import { QueueRedrives } from './queues/queue-redrives.entity.ts';

/** Turns changes of this domain's items into events. */
export const platformChanges: readonly ChangeRule[] = [
  onChange(QueueRedrives, (before, after) => {
    if (!after) return [];
    const { queue, redrivenAt } = after;
    if (before && before.expiresAt * 1000 > Date.parse(redrivenAt)) return [];
    return [draft(queueRedriven, queue, { queue })];
  }),
];
