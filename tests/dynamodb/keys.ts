import { invalid, invalidParameter } from './refusal.ts';
import { type AttributeValue, attributeOf, type Item } from './values.ts';

export type KeyType = 'S' | 'N' | 'B';

export interface KeyAttribute {
  readonly name: string;
  readonly type: KeyType;
}

export interface KeySchema {
  readonly hash: KeyAttribute;
  readonly range: KeyAttribute | undefined;
}

const longestPartitionKey = 2048;
const longestSortKey = 1024;

export const keysOf = ({ hash, range }: KeySchema): readonly KeyAttribute[] =>
  range ? [hash, range] : [hash];

/** @throws EngineRefusal for keys that are empty or too long */
export function checkKeys({ hash, range }: KeySchema, item: Item): void {
  checkPartitionKey(hash, attributeOf(item, hash.name));
  if (range) checkSortKey(range, attributeOf(item, range.name));
}

/** As {@link checkKeys}, of one value. */
export function checkPartitionKey(key: KeyAttribute, value: AttributeValue | undefined): void {
  if (sizeOfKey(key, value) <= longestPartitionKey) return;
  throw invalidParameter(
    `Size of hashkey has exceeded the maximum size limit of ${longestPartitionKey} bytes`,
  );
}

/** As {@link checkKeys}, of one value. */
export function checkSortKey(key: KeyAttribute, value: AttributeValue | undefined): void {
  if (sizeOfKey(key, value) <= longestSortKey) return;
  throw invalidParameter(
    `Aggregated size of all range keys has exceeded the size limit of ${longestSortKey} bytes`,
  );
}

/** Bytes of a key; none of a missing one. */
function sizeOfKey({ name, type }: KeyAttribute, value: AttributeValue | undefined): number {
  const text = value?.[type];
  if (text === undefined) return 0;
  if (text === '') {
    const kind = type === 'B' ? 'binary' : 'string';
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`,
    );
  }
  return Buffer.byteLength(text, type === 'B' ? 'base64' : 'utf8');
}
