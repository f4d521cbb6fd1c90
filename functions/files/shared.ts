import * as z from 'zod';
import { keyBoundToCompany, roleMissing } from '../../lib/auth/errors.ts';
import { companyClosed, companyNotFound, companySuspended } from '../../lib/companies/errors.ts';
import {
  companyRequired,
  fileForbidden,
  fileNotFound,
  quotaExceeded,
} from '../../lib/files/errors.ts';
import type { RateLimit } from '../../lib/http/route.ts';
import { exampleId, id } from '../../lib/schema/ids.ts';

/** Keys that are bound to a company reach its files alone. */
export const reads = { scopes: ['files:read'], companyKeys: true } as const;

export const writes = { scopes: ['files:write'], companyKeys: true } as const;

/** Of who may not change a file, and of one whose company is not open. */
export const changeErrors = [
  fileNotFound,
  fileForbidden,
  keyBoundToCompany,
  roleMissing,
  companyClosed,
  companySuspended,
] as const;

/** Of who may not make a file for a company. */
export const creationErrors = [
  companyNotFound,
  companyRequired,
  keyBoundToCompany,
  roleMissing,
  companyClosed,
  companySuspended,
  quotaExceeded,
] as const;

export const fileParams = z.strictObject({ fileId: id('file') });

export const exampleParams = { fileId: exampleId('file') };

/** Each has storage copy a content, which may be large. */
export const copiesOfContents = (perMinute: number): RateLimit => ({
  name: 'account',
  by: 'account',
  perMinute,
  burst: perMinute,
});

export const exampleFile = {
  id: exampleId('file'),
  name: '회의록.pdf',
  contentType: 'application/pdf',
  size: 52_301,
  folder: 'minutes',
  visibility: 'private',
  status: 'ready',
  createdAt: '2026-11-21T09:00:00.000Z',
  version: 2,
};
