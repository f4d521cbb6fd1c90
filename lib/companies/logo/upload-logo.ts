import type { CreatedFileView } from '../../files/library/schema.ts';
import { announceFile } from '../../files/uploads/create-file.ts';
import type { MemberContext } from '../membership/membership.ts';
import type { UploadLogoInput } from './schema.ts';

/**
 * Announces a file of the company that is for nothing but its logo: it goes when another takes its place.
 *
 * @throws AppError `files.quota_exceeded` · `companies.company_closed` · `companies.company_suspended`
 */
export const uploadLogo = (ctx: MemberContext, input: UploadLogoInput): Promise<CreatedFileView> =>
  announceFile(ctx, input, {
    ownerId: ctx.member.companyId,
    makerId: ctx.caller.userId,
    purpose: 'company_logo',
  });
