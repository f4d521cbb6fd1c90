import { entity } from '../../model/entity.ts';
import { imageRefusals } from './image.ts';

/** What is known of a file; its content is an object of the bucket. */
export const Files = entity('file', {
  attributes: {
    fileId: { type: 'string', required: true },
    /** Whose room it takes: a user, or a company. */
    ownerId: { type: 'string', required: true },
    /** Of a company's file: the member who has made it, who may have left since. */
    makerId: { type: 'string' },
    name: { type: 'string', required: true },
    contentType: { type: 'string', required: true },
    /** Bytes. */
    size: { type: 'number', required: true },
    /** Hexadecimal; as announced until the file is ready, then as S3 has computed it. */
    sha256: { type: 'string' },
    /** Of its content; only of one that is ready. */
    objectKey: { type: 'string' },
    /** Of a copy that is not finished: where its content is to come from. */
    copyOf: { type: 'string' },
    /** Of a picture that the worker has looked at: upright dimensions, or why it is refused. */
    image: {
      type: 'map',
      properties: {
        state: { type: ['ready', 'failed'] as const, required: true },
        reason: { type: imageRefusals },
        width: { type: 'number' },
        height: { type: 'number' },
      },
    },
    /** What it was uploaded for, where that is all that it is for: it goes with its use. */
    purpose: { type: ['profile_image', 'company_logo'] as const },
    folder: { type: 'string', required: true },
    /** The hash of `folder`, which may hold any character. */
    folderKey: { type: 'string', required: true },
    visibility: { type: ['private', 'company', 'public'] as const, required: true },
    status: { type: ['pending', 'ready', 'failed'] as const, required: true },
    /** RFC 3339. */
    createdAt: { type: 'string', required: true },
    version: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item a file, read by id alone. */
    file: { pk: ['fileId'], sk: [] },
    /** Isolated: the files of an owner, by age. */
    filesOfOwner: { index: 'gsi1', pk: ['ownerId'], sk: ['fileId'] },
    /** Isolated: the files in one of an owner's folders, by age. */
    filesInFolder: { index: 'gsi2', pk: ['ownerId', 'folderKey'], sk: ['fileId'] },
  },
});
