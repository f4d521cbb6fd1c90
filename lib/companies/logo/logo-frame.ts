import { type Frame, frameOf } from '../../files/pictures/frame.ts';
import { Companies } from '../membership/companies.entity.ts';

/** Where a company shows its logo. */
export const logoFrame = frameOf(Companies, {
  id: 'companyId',
  shown: 'logoId',
  awaited: 'awaitedLogoId',
  purpose: 'company_logo',
});

/** The condition that the company is open. */
export const isOpen: Parameters<Frame['hang']>[2] = (is, { eq }) =>
  eq(is.status as never, 'active');
