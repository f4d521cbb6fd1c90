import { Entity } from 'electrodb';
import { table } from '../model/electro.ts';
import { kindNames } from './schema.ts';

/** That somebody counts in a group of an inbox: in one of those about a thing, however often told. */
export const InboxActors = new Entity(
  {
    model: { service: 'moa', entity: 'inboxActor', version: '1' },
    attributes: {
      recipientId: { type: 'string', required: true },
      kind: { type: kindNames, required: true },
      targetId: { type: 'string', required: true },
      actorId: { type: 'string', required: true },
      /** What they did it by, where that is a thing of its own: a reply. */
      sourceId: { type: 'string' },
      /** The group that they count in. */
      group: { type: 'string', required: true },
    },
    indexes: {
      /** Isolated: who did one thing, by id. */
      actors: {
        pk: { field: 'pk', composite: ['recipientId'], casing: 'none' },
        sk: { field: 'sk', composite: ['kind', 'targetId', 'actorId'], casing: 'none' },
      },
      /** Isolated: where somebody is told of, for blocks and the purge of an account. */
      traces: {
        index: 'gsi1',
        pk: { field: 'gsi1pk', composite: ['actorId'], casing: 'none' },
        sk: { field: 'gsi1sk', composite: ['recipientId', 'kind', 'targetId'], casing: 'none' },
      },
    },
  },
  table,
);
