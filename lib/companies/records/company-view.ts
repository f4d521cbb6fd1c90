import { config } from '../../config.ts';
import { versionOfPicture } from '../../ids.ts';
import type { Company } from '../membership/companies.entity.ts';
import type { CompanyRole } from '../membership/roles.ts';
import { type CompanyView, recordFieldNames, warningsOf } from './schema.ts';

/** A company as it is shown; `role` is that of who asks. */
export function toCompanyView(company: Company, role?: CompanyRole): CompanyView {
  const { companyId, status, statusReason, closedAt, logoId } = company;
  const { createdAt, updatedAt, version } = company;
  const fields = Object.fromEntries(
    recordFieldNames.flatMap((name) =>
      company[name] === undefined ? [] : [[name, company[name]]],
    ),
  );
  return {
    ...(fields as Pick<CompanyView, 'name' | 'companyType'>),
    id: companyId,
    status,
    ...(statusReason !== undefined && { statusReason }),
    ...(closedAt !== undefined && { closedAt }),
    warnings: warningsOf(company),
    ...(logoId !== undefined && { logoUrl: logoUrl(companyId, logoId) }),
    ...(role !== undefined && { role }),
    createdAt,
    updatedAt,
    version,
  };
}

const logoUrl = (companyId: string, logoId: string) =>
  `${config.apiUrl}/v1/companies/${companyId}/logo?v=${versionOfPicture(logoId)}`;
