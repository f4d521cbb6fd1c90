import * as z from 'zod';
import {
  businessNumberTaken,
  corporateNumberTaken,
  dartCodeTaken,
  stockCodeTaken,
} from '../../lib/companies/errors.ts';
import type { CompanyRole } from '../../lib/companies/membership/roles.ts';
import { exampleId, id } from '../../lib/schema/ids.ts';

/** Who reads as a member of this role or above. */
export const readsAs = <Role extends CompanyRole>(member: Role) =>
  ({ member, scopes: ['companies:read'] }) as const;

/** Who changes something as a member of this role or above. */
export const writesAs = <Role extends CompanyRole>(member: Role) =>
  ({ member, scopes: ['companies:write'] }) as const;

/** Of a route that can give a company a number. */
export const numberTaken = [
  businessNumberTaken,
  corporateNumberTaken,
  stockCodeTaken,
  dartCodeTaken,
] as const;

export const companyParams = z.strictObject({ companyId: id('company') });

export const exampleCompanyParams = { companyId: exampleId('company') };

export const memberParams = companyParams.extend({ userId: id('user') });

export const exampleMemberParams = { ...exampleCompanyParams, userId: exampleId('user') };
