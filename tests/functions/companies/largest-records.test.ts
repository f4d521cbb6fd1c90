import {
  closeCompany,
  createCompany,
  updateCompany,
} from '../../../functions/companies/records/routes.ts';
import type { Company } from '../../../lib/companies/membership/companies.entity.ts';
import { closed } from '../../../lib/companies/records/closing.ts';
import {
  changeRecord,
  createRecord,
  nextVersion,
} from '../../../lib/companies/records/company-record.ts';
import type { RecordFields } from '../../../lib/companies/records/schema.ts';
import { etagOf } from '../../../lib/http/etag.ts';
import { impossible } from '../../../lib/model/write.ts';
import { patched } from '../../../lib/schema/patch.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { businessNumber } from '../../support/companies.ts';
import { createWorld } from '../../support/world.ts';

/* Every write of a record fits one transaction, with room to spare. */

/** Of the 100 items of a transaction; beside the record's stand its owner, counts and the outcome. */
const mostItems = 90;
const besides = 4;
const mostBytes = 3 * 1024 * 1024;

/** As many beginnings as a name can have, of syllables, which are found by their initials too. */
const nameOf = (which: number) =>
  Array.from({ length: 12 }, (_, index) => {
    const initial = (index + 5 * which) % 19;
    return String.fromCodePoint(
      ...Array.from({ length: 9 }, () => 0xac00 + initial * 588 + which * 28),
    );
  }).join(' ');

const filler = '가'.repeat(40);

function largest(variant: 0 | 1): RecordFields {
  const digit = String(variant + 1);
  return {
    name: nameOf(variant),
    englishName: nameOf(2 + variant),
    companyType: variant === 0 ? 'corporation' : 'other',
    businessNumber: businessNumber(),
    corporateNumber: digit.repeat(13),
    stockCode: digit.repeat(6),
    dartCode: digit.repeat(8),
    market: variant === 0 ? 'kospi' : 'kosdaq',
    industryCode: variant === 0 ? '26410' : '62010',
    representative: filler.repeat(2),
    address: filler.repeat(7),
    establishedOn: '1998-02-28',
    fiscalMonth: 3 + variant,
    employees: 9_999_998 + variant,
    phone: `+82 2 600 000${digit}`,
    fax: `+82 2 600 100${digit}`,
    website: `https://example.com/${digit}${'a'.repeat(2000)}`,
    irUrl: `https://example.com/ir${digit}${'a'.repeat(2000)}`,
  };
}

const at = '2026-11-21T09:00:00.000Z';
const company: Company = {
  ...(patched({}, largest(0)) as Company),
  companyId: 'com_01jd3v9k2m4n5p6q7r8s9t0v1w',
  status: 'active',
  createdAt: at,
  updatedAt: at,
  version: 1,
  revision: 1,
};
const changed = nextVersion(company, largest(1), new Date(at));
const who = { actorId: 'usr_01jd3v9k2m4n5p6q7r8s9t0v1w' };

it.each([
  ['made', createRecord(company, { ...who, action: 'created' })],
  ['changed', changeRecord(company, changed, { ...who, action: 'updated' }, impossible)],
  [
    'closed',
    changeRecord(
      company,
      closed(company, filler.repeat(12), new Date(at)),
      { ...who, action: 'closed', reason: filler.repeat(12) },
      impossible,
    ),
  ],
])('the largest record is %s within a transaction', (_, writes) => {
  // 24 terms, the lists, the numbers: that many there must be for this to be the largest.
  expect(writes.length).toBeGreaterThan(10);
  expect(writes.length + besides).toBeLessThanOrEqual(mostItems);
  expect(Buffer.byteLength(JSON.stringify(writes))).toBeLessThan(mostBytes);
});

it('is as large as a change can be: all terms, lists and numbers are others', () => {
  const writes = changeRecord(company, changed, { ...who, action: 'updated' }, impossible);
  expect(writes).toHaveLength(79);
});

it('is taken by the API', async () => {
  const world = await createWorld();
  const as = await world.user('owner');
  const made = await bodyOf(world.call(createCompany, { as, body: largest(0) }));
  const params = { companyId: made.id };
  const first = { 'if-match': etagOf(made.version) };
  const body = largest(1);
  const updated = await bodyOf(world.call(updateCompany, { as, params, headers: first, body }));
  expect(updated).toMatchObject(body);
  const second = { 'if-match': etagOf(updated.version) };
  const reason = filler.repeat(12);
  const answer = await world.call(closeCompany, { as, params, headers: second, body: { reason } });
  expect(answer.body).toMatchObject({ status: 'closed', statusReason: reason });
});
