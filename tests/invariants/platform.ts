import {
  companyShard,
  everyAction,
  listOf,
  shardOf,
} from '../../lib/platform/audit/audit-entries.entity.ts';
import { queueName } from '../../lib/queue/queue.ts';
import { queues } from '../../lib/registry/queues.ts';
import { type DomainInvariants, each } from './invariant.ts';
import { change, remove, set, without } from './plants.ts';

/** Seconds since 1970 have ten digits for two hundred years to come; milliseconds have more. */
const mostSeconds = 1e10;

export const platform: DomainInvariants = {
  invariants: [
    {
      name: 'an expiry is told in seconds',
      about: [],
      plants: [change('rateBucket', set({ expiresAt: Date.now() }))],
      violations: ({ items }) =>
        each(items, ({ pk, sk, ...item }) => {
          const expiresAt = item.expiresAt as number | undefined;
          if (expiresAt === undefined) return undefined;
          const isTime = Number.isInteger(expiresAt) && expiresAt < mostSeconds;
          return !isTime && `${pk} ${sk} expires at ${expiresAt}`;
        }),
    },
    {
      name: 'a run of a task has an end when it is over',
      about: ['taskRun'],
      plants: [change('taskRun', without('finishedAt'))],
      violations: (table) =>
        each(table.of('taskRun'), ({ task, slot, state, finishedAt }) => {
          const isOver = state !== 'running';
          return isOver !== (finishedAt !== undefined) && `${task} ${slot} is ${state}`;
        }),
    },
    {
      name: 'an effect outside is settled',
      about: ['outsideEffect'],
      plants: [
        change('outsideEffect', set({ state: 'started' })),
        change('outsideEffect', set({ state: 'failed' })),
      ],
      violations: (table) =>
        each(table.of('outsideEffect'), ({ effectKey, state }) => {
          const isSettled = state === 'done' || state === 'unknown';
          return !isSettled && `${effectKey} was left ${state}`;
        }),
    },
    {
      name: 'an audit entry stands among all, among those of its action, and of its company',
      about: ['auditEntry'],
      plants: [
        change('auditEntry', remove),
        change('auditEntry', set({ list: 'user.forged/2026-11' })),
        change('auditEntry', remove, ({ list }) => String(list).startsWith('com_')),
      ],
      violations(table) {
        const lists = Map.groupBy(table.of('auditEntry'), ({ entryId }) => entryId);
        return [...lists].flatMap(([entryId, [first, ...rest]]) => {
          if (!first) return [];
          const month = first.at.slice(0, 7);
          const { companyId } = first;
          const due = [
            ...[everyAction, first.action].map((name) => listOf(name, month, shardOf(entryId))),
            ...(companyId === undefined ? [] : [listOf(companyId, month, companyShard)]),
          ].sort();
          const stands = [first, ...rest].map(({ list }) => list).sort();
          return stands.join() === due.join() ? [] : [`${entryId} stands in ${stands.join()}`];
        });
      },
    },
    {
      name: 'a backlog and a redrive are those of a queue',
      about: ['queueBacklog', 'queueRedrive'],
      plants: [
        (items) => [...items, { __edb_e__: 'queueBacklog', queue: 'no-such-queue' }],
        (items) => [...items, { __edb_e__: 'queueRedrive', queue: 'no-such-queue' }],
      ],
      violations(table) {
        const names = new Set(queues.map(queueName));
        const named = [...table.of('queueBacklog'), ...table.of('queueRedrive')];
        return each(named, ({ queue }) => !names.has(queue) && `there is no queue ${queue}`);
      },
    },
  ],
  free: {
    once: 'It names what was done by a hash alone.',
    rateBucket: 'It names whom it limits by a hash alone.',
  },
};
