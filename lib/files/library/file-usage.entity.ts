import { Entity, table } from '../../model/electro.ts';

/** What the files of an owner take, pending ones included. */
export const FileUsage = new Entity(
  {
    model: { service: 'moa', entity: 'fileUsage', version: '1' },
    attributes: {
      ownerId: { type: 'string', required: true },
      bytes: { type: 'number', required: true },
      files: { type: 'number', required: true },
    },
    indexes: {
      /** Isolated: one item an owner, which all their uploads meet on. */
      usage: {
        pk: { field: 'pk', composite: ['ownerId'], casing: 'none' },
        sk: { field: 'sk', composite: [], casing: 'none' },
      },
    },
  },
  table,
);
