import { AppError } from '../errors/app-error.ts';
import { preconditionRequired, versionMismatch } from '../errors/request-errors.ts';

/** `ETag` of a version. */
export const etagOf = (version: number) => `"${version}"`;

/**
 * The version in `If-Match`; `*` names no version and cannot match. A weak tag is taken: proxies that
 * compress an answer weaken its tag, and a version tells every change apart.
 *
 * @throws AppError `request.precondition_required` · `request.version_mismatch`
 */
export function versionOf(ifMatch: string | undefined): number {
  if (ifMatch === undefined || ifMatch.trim() === '') {
    throw new AppError(preconditionRequired);
  }
  const match = /^(?:W\/)?"(0|[1-9]\d{0,14})"$/.exec(ifMatch.trim());
  if (!match) throw new AppError(versionMismatch);
  return Number(match[1]);
}
