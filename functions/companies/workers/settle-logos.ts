import * as queues from '../../../events/queues/companies.ts';
import { releaseLogos, settleLogos } from '../../../lib/companies/logo/settle-logos.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(queues.settleLogos, {
  'image.rendered': (ctx, { data: { fileId } }) => settleLogos(ctx, { fileId }),
  'image.refused': (ctx, { data: { fileId } }) => settleLogos(ctx, { fileId }),
  'image.removed': (ctx, { data: { fileId } }) => settleLogos(ctx, { fileId }),
  'companies.settle_logos': (ctx, { data }) => settleLogos(ctx, data),
  'company_logo.updated': (ctx, { data }) => releaseLogos(ctx, data.companyId, data.fileIds),
});
