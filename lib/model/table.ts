/**
 * The one table. The deployed template, the local stack and the tests all make it from here.
 * Index keys are generic; each entity says in its `indexes` what they mean to it.
 */
const secondaryIndexes = ['gsi1', 'gsi2'] as const;

export type IndexName = (typeof secondaryIndexes)[number];

const keysOf = (index: string) => ({ partition: `${index}pk`, sort: `${index}sk` });

export const tableDefinition = {
  AttributeDefinitions: ['', ...secondaryIndexes].flatMap((index) =>
    Object.values(keysOf(index)).map((name) => ({
      AttributeName: name,
      AttributeType: 'S' as const,
    })),
  ),
  KeySchema: keySchema(''),
  GlobalSecondaryIndexes: secondaryIndexes.map((index) => ({
    IndexName: index,
    KeySchema: keySchema(index),
    Projection: { ProjectionType: 'ALL' as const },
  })),
  BillingMode: 'PAY_PER_REQUEST' as const,
};

export const streamViewType = 'NEW_AND_OLD_IMAGES' as const;

/** Attribute whose value, in epoch seconds, ends an item's life. */
export const timeToLiveAttribute = 'expiresAt';

function keySchema(index: string) {
  const { partition, sort } = keysOf(index);
  return [
    { AttributeName: partition, KeyType: 'HASH' as const },
    { AttributeName: sort, KeyType: 'RANGE' as const },
  ];
}
