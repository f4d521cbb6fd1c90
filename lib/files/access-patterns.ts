import type { AccessPattern } from '../model/access-pattern.ts';
import { exampleId } from '../schema/ids.ts';
import { FileUsage } from './library/file-usage.entity.ts';
import { Files } from './library/files.entity.ts';
import { filesInFolder, filesOfOwner } from './library/list-files.ts';
import { Uploads } from './library/uploads.entity.ts';
import { copiesOf } from './upkeep/remove-objects.ts';
import { uploadsUntil } from './uploads/expire-files.ts';

const fileId = exampleId('file');
const ownerId = exampleId('user');

/** The questions to files. */
export const filesAccessPatterns: readonly AccessPattern[] = [
  {
    id: 'files.file-by-id',
    question: 'What is known of this file?',
    usedBy: [
      'files.getFile',
      'files.completeFile',
      'files.uploadParts',
      'files.updateFile',
      'files.deleteFile',
      'files.takeDownFile',
      'files.getFileContent',
      'files.removeObjects',
      'files.renderImages',
      'files.copyFile',
      'files.finishCopies',
      'files.reconcileContents',
      'sns.createPost',
      'sns.settlePostImages',
      'identity.setProfileImage',
      'identity.settleProfileImages',
      'companies.setLogo',
      'companies.settleLogos',
      'files.expireFiles',
    ],
    index: 'primary',
    consistent: true,
    build: () => Files.get({ fileId }).params({ consistent: true }),
  },
  {
    id: 'files.files-of-owner',
    question: 'Which files has this user or company, page by page?',
    usedBy: ['identity.purgeAccount', 'files.listFiles'],
    index: 'gsi1',
    consistent: false,
    build: () => filesOfOwner(ownerId, fileId).params({ order: 'desc', limit: 21 }),
  },
  {
    id: 'files.files-in-folder',
    question: 'Which files are in this folder, page by page?',
    usedBy: ['files.listFiles'],
    index: 'gsi2',
    consistent: false,
    build: () => filesInFolder(ownerId, 'minutes', fileId).params({ order: 'desc', limit: 21 }),
  },
  {
    id: 'files.every-file',
    question:
      'Which files are there at all? The one question that goes through the whole table, by night.',
    usedBy: ['files.reconcileContents'],
    index: 'primary',
    consistent: false,
    build: () => Files.scan.params({ limit: 1000 }),
  },
  {
    id: 'files.usage',
    question: 'What do the files of this user or company take?',
    usedBy: ['identity.purgeAccount', 'files.getFileUsage'],
    index: 'primary',
    consistent: true,
    build: () => FileUsage.get({ ownerId }).params({ consistent: true }),
  },
  {
    id: 'files.upload-by-file',
    question: 'Has the upload in parts of this file begun?',
    usedBy: ['files.uploadParts', 'files.completeFile', 'files.finishCopies'],
    index: 'primary',
    consistent: true,
    build: () => Uploads.get({ fileId }).params({ consistent: true }),
  },
  {
    id: 'files.copies-of-file',
    question: 'Is a large copy being made of this file?',
    usedBy: ['files.removeObjects', 'files.reconcileContents'],
    index: 'gsi2',
    consistent: false,
    build: () => copiesOf(fileId).params({ limit: 1 }),
  },
  {
    id: 'files.awaited-uploads',
    question: 'Which contents have not come since this time?',
    usedBy: ['files.expireFiles'],
    index: 'gsi1',
    consistent: false,
    build: () => uploadsUntil('2026-11-21T09:00:00.000Z').params(),
  },
];
