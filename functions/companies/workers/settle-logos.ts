import * as queues from '../../../events/queues/companies.ts';
import { releaseLogos, settleLogos } from '../../../lib/companies/logo/settle-logos.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(queues.settleLogos, {
  'image.rendered': (ctx, { data }) => settleLogos(ctx, data.fileId),
  'image.refused': (ctx, { data }) => settleLogos(ctx, data.fileId),
  'image.removed': (ctx, { data }) => settleLogos(ctx, data.fileId),
  'company_logo.updated': (ctx, { data }) => releaseLogos(ctx, data.companyId, data.fileIds),
});
