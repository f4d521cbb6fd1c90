import { normalNumber } from './numbers.ts';

/** An answer of a service, or its refusal. */
export interface Outcome {
  status: number;
  body: unknown;
}

/**
 * What two services may answer differently is made alike: the order of sets and of what a batch
 * reads, how numbers are written, and words of refusals beside their codes.
 */
export function comparable({ status, body }: Outcome): unknown {
  const { __type, message: _one, Message: _other, ...more } = body as Record<string, unknown>;
  const type = typeof __type === 'string' ? __type.replace(/^.*#/, '') : undefined;
  return normal({ status, type, ...more });
}

function normal(value: unknown, name = ''): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const elements = value.map((element) => normal(element));
    return /^(?:NS|BS|SS)$/.test(name) ? elements.toSorted(byText) : elements;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => {
      // DynamoDB Local leaves the zeros of a sum, and ends this sentence with a point.
      if (key === 'N' && typeof part === 'string') return [key, normalNumber(part)];
      if (key === 'Message') return [key, String(part).replace(/\.$/, '')];
      if (key === 'Responses' && !Array.isArray(part)) return [key, unordered(normal(part))];
      return [key, normal(part, key)];
    }),
  );
}

const unordered = (responses: unknown) =>
  Object.fromEntries(
    Object.entries(responses as Record<string, unknown[]>).map(([table, items]) => [
      table,
      items.map(sorted).toSorted(byText),
    ]),
  );

const byText = (one: unknown, two: unknown) => (JSON.stringify(one) < JSON.stringify(two) ? -1 : 1);

/** With its members in the order of their names. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [two]) => (one < two ? -1 : 1))
      .map(([name, part]) => [name, sorted(part)]),
  );
}

/** What a record of a stream tells of an item. */
export function readRecord(record: object): { key: string; change: unknown } {
  const { eventName, dynamodb } = record as { eventName: string; dynamodb: object };
  const { Keys, OldImage, NewImage, SizeBytes } = dynamodb as Record<string, unknown>;
  return {
    key: JSON.stringify(sorted(Keys)),
    change: withoutEmptyMaps(normal({ eventName, OldImage, NewImage, SizeBytes })),
  };
}

/* DynamoDB Local leaves out the type of an empty map. */
function withoutEmptyMaps(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutEmptyMaps);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, part]) => !(name === 'M' && Object.keys(part as object).length === 0))
      .map(([name, part]) => [name, withoutEmptyMaps(part)]),
  );
}
