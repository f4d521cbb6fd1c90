import type { ErrorDefinition } from '../../errors/define-error.ts';
import { type Otherwise, type Write, writeIf } from '../../model/write.ts';
import {
  businessNumberTaken,
  corporateNumberTaken,
  dartCodeTaken,
  stockCodeTaken,
} from '../errors.ts';
import type { Company } from '../membership/companies.entity.ts';
import { type ClaimedNumber, claimedNumbers } from './claimed-numbers.ts';
import { CompanyClaims } from './company-claims.entity.ts';

const taken: Readonly<Record<ClaimedNumber, ErrorDefinition>> = {
  businessNumber: businessNumberTaken,
  corporateNumber: corporateNumberTaken,
  stockCode: stockCodeTaken,
  dartCode: dartCodeTaken,
};

/** The number that a company claims: none once it is closed. */
const claimOf = (company: Company | undefined, kind: ClaimedNumber) =>
  company && company.status !== 'closed' ? company[kind] : undefined;

/**
 * The writes that claim and free the numbers of a company where they change.
 *
 * @param otherwise When the company has changed meanwhile.
 */
export function changeClaims<Outcome = never>(
  before: Company | undefined,
  after: Company,
  otherwise: Otherwise<Outcome>,
): Write<Outcome>[] {
  const { companyId } = after;
  return claimedNumbers.flatMap((kind) => {
    const [was, is] = [claimOf(before, kind), claimOf(after, kind)];
    if (was === is) return [];
    const freed = (number: string) =>
      CompanyClaims.remove({ kind, number }).where((claim, { eq }) =>
        eq(claim.companyId, companyId),
      );
    return [
      ...(is === undefined
        ? []
        : [writeIf<Outcome>(CompanyClaims.create({ kind, number: is, companyId }), taken[kind])]),
      ...(was === undefined ? [] : [writeIf(freed(was), otherwise)]),
    ];
  });
}
