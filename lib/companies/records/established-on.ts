import { AppError } from '../../errors/app-error.ts';
import { invalidRequest } from '../../errors/request-errors.ts';
import { establishedOnFault } from './schema.ts';

/** @throws AppError `request.invalid` when a company is to be established after tomorrow */
export function requireEstablished(
  { establishedOn }: { establishedOn?: string | null | undefined },
  now: Date,
): void {
  const fault = establishedOn ? establishedOnFault(establishedOn, now) : undefined;
  if (fault) throw new AppError(invalidRequest, { errors: [fault] });
}
