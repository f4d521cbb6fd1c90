import { impossible, type Otherwise, type Write, writeIf } from '../../model/write.ts';
import { type Patch, patched } from '../../schema/patch.ts';
import { Companies, type Company } from '../membership/companies.entity.ts';
import { changeClaims } from './company-claims.ts';
import { changeEntries } from './company-entries.ts';
import { CompanyHistory, type historyActions } from './company-history.entity.ts';
import { recordFieldNames } from './schema.ts';

/** Who changes a company, and how its history calls that. */
export interface RecordChange {
  actorId: string;
  action: (typeof historyActions)[number];
  reason?: string | undefined;
}

/** What the history tells of: the fields of the record, and what decides what is possible. */
const toldFields = [...recordFieldNames, 'status'] as const;

/** What differs between two states of a company, as its history tells it. */
export function changesOf(before: Company | undefined, after: Company) {
  const changed = toldFields.filter((field) => before?.[field] !== after[field]);
  return Object.fromEntries(
    changed.map((field) => [
      field,
      { before: before?.[field] ?? null, after: after[field] ?? null },
    ]),
  );
}

/** The company as people change it: its next version, at a time that is never before the last. */
export function nextVersion(before: Company, patch: Patch<Company>, now: Date): Company {
  const at = now.toISOString();
  return patched(before, {
    ...patch,
    version: before.version + 1,
    revision: before.revision + 1,
    updatedAt: at > before.updatedAt ? at : before.updatedAt,
  });
}

/** The writes by which a company is on record for the first time. */
export const createRecord = (company: Company, change: RecordChange): Write<never>[] => [
  writeIf(Companies.create(company), impossible),
  ...changeClaims(undefined, company, impossible),
  ...changeEntries(undefined, company),
  historyWrite(undefined, company, change),
];

/**
 * The writes that change a company on record, with what it is found by, its numbers and its history.
 *
 * @param otherwise When it has changed meanwhile.
 */
export function changeRecord<Outcome = never>(
  before: Company,
  after: Company,
  change: RecordChange,
  otherwise: Otherwise<Outcome>,
): Write<Outcome>[] {
  return [
    writeIf(patchOf(before, after), otherwise),
    ...changeClaims(before, after, otherwise),
    ...changeEntries(before, after),
    historyWrite(before, after, change),
  ];
}

/** Sets what differs alone: a logo is set besides, without a version. */
function patchOf(before: Company, after: Company) {
  const { companyId, ...fields } = after;
  const set = Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => before[name as keyof Company] !== value),
  ) as Partial<Omit<Company, 'companyId'>>;
  const gone = (Object.keys(before) as (keyof Company)[]).filter((name) => !(name in after));
  return Companies.patch({ companyId })
    .set(set)
    .remove(gone as [])
    .where((is, { eq }) => eq(is.revision, before.revision));
}

function historyWrite(
  before: Company | undefined,
  after: Company,
  { actorId, action, reason }: RecordChange,
): Write<never> {
  const { companyId, updatedAt: at, revision, version } = after;
  const entry = CompanyHistory.create({
    companyId,
    at,
    revision,
    version,
    actorId,
    action,
    ...(reason !== undefined && { reason }),
    changes: changesOf(before, after),
    company: after,
  });
  return writeIf(entry, impossible);
}
