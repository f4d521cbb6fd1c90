import { type MemberContext, refuseUnlessOpen } from '../membership/membership.ts';
import { isOpen, logoFrame } from './logo-frame.ts';

/**
 * Leaves the company without a logo, now and when one is awaited.
 *
 * @throws AppError `companies.company_closed` · `companies.company_suspended`
 */
export function removeLogo(ctx: MemberContext): Promise<undefined> {
  const { companyId } = ctx.member;
  const hanging = { shown: null, awaited: null };
  return ctx.commit([logoFrame.hang(companyId, hanging, isOpen, refuseUnlessOpen)], undefined);
}
