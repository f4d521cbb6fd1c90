import { entity } from '../../model/entity.ts';

/** What the files of an owner take, pending ones included. */
export const FileUsage = entity('fileUsage', {
  attributes: {
    ownerId: { type: 'string', required: true },
    bytes: { type: 'number', required: true },
    files: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item an owner, which all their uploads meet on. */
    usage: { pk: ['ownerId'], sk: [] },
  },
});
