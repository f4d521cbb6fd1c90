import { type Caller, callerId } from '../../caller.ts';
import type { Otherwise, Write } from '../../model/write.ts';
import type { Company } from '../membership/companies.entity.ts';
import { changeRecord, nextVersion } from './company-record.ts';

/** A company as it is once it is closed. */
export const closed = (company: Company, reason: string, now: Date): Company =>
  nextVersion(
    company,
    { status: 'closed', statusReason: reason, closedAt: now.toISOString() },
    now,
  );

/** The writes that close a company; none of one that is closed. */
export function closing<Outcome = never>(
  company: Company,
  reason: string,
  { caller, now }: { caller: Caller; now: Date },
  otherwise: Otherwise<Outcome>,
): Write<Outcome>[] {
  if (company.status === 'closed') return [];
  const change = { actorId: callerId(caller), action: 'closed', reason } as const;
  return changeRecord(company, closed(company, reason, now), change, otherwise);
}
