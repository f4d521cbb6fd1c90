import { find } from '../model/read.ts';
import { takedownsPurgeStep } from '../moderation/purge.ts';
import type { DomainPurge, PurgeStep } from '../purge/purge-step.ts';
import { removal } from './library/change-file.ts';
import { FileUsage } from './library/file-usage.entity.ts';
import { filesOfOwner } from './library/list-files.ts';

/** Transactions of one part. */
const perPart = 50;

const files: PurgeStep = {
  id: 'files.files',
  covers: ['upload'],
  async removePart(ctx, userId) {
    const { data, cursor } = await filesOfOwner(userId).go({ limit: perPart });
    for (const file of data) {
      await ctx.apply(
        removal(file, () => undefined),
        undefined,
      );
    }
    return { hasRemoved: data.length > 0, ...(cursor !== null && { rest: '' }) };
  },
};

const usage: PurgeStep = {
  id: 'files.usage',
  covers: ['fileUsage'],
  async removePart(_ctx, ownerId) {
    const usage = await find(FileUsage, { ownerId });
    if (!usage) return { hasRemoved: false };
    await FileUsage.delete({ ownerId }).go();
    return { hasRemoved: true };
  },
};

/** A worker removes the contents after `file.deleted`. */
export const filesPurge: DomainPurge = {
  steps: [files, usage, takedownsPurgeStep],
  withAccount: [],
  expiring: {},
  kept: {
    file: 'A file of a company belongs to it, and names who made it by id alone; own files go.',
  },
  withoutUsers: [],
};
