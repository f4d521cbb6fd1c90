import { entity } from '../../model/entity.ts';

/** A file whose content is awaited. */
export const Uploads = entity('upload', {
  attributes: {
    fileId: { type: 'string', required: true },
    ownerId: { type: 'string', required: true },
    /** Of a content that comes in parts: how S3 calls the upload, once it has begun. */
    multipartId: { type: 'string' },
    /** Of a large copy: the file that its content comes from. */
    originalId: { type: 'string' },
    /** RFC 3339. */
    startedAt: { type: 'string', required: true },
    list: { type: ['awaited'] as const, required: true, default: 'awaited' },
  },
  indexes: {
    /** Isolated: one item a pending file. */
    upload: { pk: ['fileId'], sk: [] },
    /** Isolated: all of them in one partition, by age, for those that have waited too long. */
    awaited: { index: 'gsi1', pk: ['list'], sk: ['startedAt', 'fileId'] },
    /** Isolated and sparse: the large copies that are being made of a file. */
    copiesOf: { index: 'gsi2', pk: ['originalId'], sk: [] },
  },
});
