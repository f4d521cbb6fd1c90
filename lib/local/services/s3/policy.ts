import { accessDenied, S3Refusal } from './refusal.ts';

/** How large the file of a form may be. */
export interface SizeRange {
  least: number;
  most: number | undefined;
}

/** Fields that a policy need not speak of. */
const exempt = new Set(['policy', 'x-amz-signature', 'file', 'awsaccesskeyid', 'signature']);

const failed = (reason: string) => accessDenied(`Invalid according to Policy: ${reason}`);

const unreadable = (reason: string) =>
  new S3Refusal(400, 'InvalidPolicyDocument', `Invalid Policy: ${reason}`);

/**
 * Holds a form to its policy: every condition must be met, and every field must be spoken of.
 *
 * @param fields by name in lower case, the bucket's name among them
 * @throws S3Refusal AccessDenied, or InvalidPolicyDocument
 */
export function enforcePolicy(
  policy: string,
  fields: ReadonlyMap<string, string>,
  now: Date,
): SizeRange {
  const { expiration, conditions } = read(policy);
  if (!(new Date(expiration).getTime() > now.getTime())) throw failed('Policy expired.');
  const range: SizeRange = { least: 0, most: undefined };
  const spokenOf = new Set<string>(['bucket']);
  for (const condition of conditions) {
    const fail = () => failed(`Policy Condition failed: ${JSON.stringify(condition)}`);
    if (Array.isArray(condition) && condition[0] === 'content-length-range') {
      const [, least, most] = condition as unknown[];
      if (!isSize(least) || !isSize(most)) throw unreadable('content-length-range needs numbers');
      range.least = Math.max(range.least, Number(least));
      range.most = Math.min(range.most ?? Number.POSITIVE_INFINITY, Number(most));
      continue;
    }
    for (const { operator, field, value } of matchesOf(condition)) {
      spokenOf.add(field);
      const actual = fields.get(field) ?? '';
      const holds = operator === 'eq' ? actual === value : startsWith(field, actual, value);
      if (!holds) throw fail();
    }
  }
  const extra = [...fields.keys()].filter(
    (field) => !spokenOf.has(field) && !exempt.has(field) && !field.startsWith('x-ignore-'),
  );
  if (extra.length > 0) throw failed(`Extra input fields: ${extra.join(', ')}`);
  return range;
}

const isSize = (value: unknown) => /^\d+$/.test(String(value));

/** A list of content types must begin so in each of its members. */
function startsWith(field: string, actual: string, value: string): boolean {
  if (field !== 'content-type') return actual.startsWith(value);
  return actual.split(',').every((type) => type.trim().startsWith(value));
}

interface Match {
  operator: 'eq' | 'starts-with';
  field: string;
  value: string;
}

function matchesOf(condition: unknown): Match[] {
  if (Array.isArray(condition)) {
    const [operator, field, value] = condition.map(String);
    const isKnown = operator === 'eq' || operator === 'starts-with';
    if (!isKnown || !field?.startsWith('$') || value === undefined || condition.length !== 3) {
      throw unreadable(`Invalid Condition: ${JSON.stringify(condition)}`);
    }
    return [{ operator, field: field.slice(1).toLowerCase(), value }];
  }
  if (typeof condition !== 'object' || condition === null) {
    throw unreadable('Invalid Conditions');
  }
  return Object.entries(condition).map(([field, value]) => ({
    operator: 'eq',
    field: field.toLowerCase(),
    value: String(value),
  }));
}

function read(policy: string): { expiration: string; conditions: unknown[] } {
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(policy, 'base64').toString('utf8'));
  } catch {
    throw unreadable('Invalid JSON.');
  }
  const { expiration, conditions } = (document ?? {}) as Record<string, unknown>;
  if (typeof expiration !== 'string' || Number.isNaN(Date.parse(expiration))) {
    throw unreadable("Policy missing or invalid 'expiration' value");
  }
  if (!Array.isArray(conditions)) throw unreadable('Policy missing conditions.');
  return { expiration, conditions };
}
