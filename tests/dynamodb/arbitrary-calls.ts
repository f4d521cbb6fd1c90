import * as fc from 'fast-check';
import {
  clauses,
  condition,
  type Fragment,
  joined,
  list,
  nested,
  number,
  numberSet,
  path,
  S,
  text,
  textSet,
  value,
  written,
} from './arbitrary-expressions.ts';
import type { AttributeValue, Item } from './values.ts';

/*
 * Calls of every operation on few items, so that they meet. Keys begin with `prefix`, by which each
 * sequence has items of its own in a table that all share.
 */

export interface Call {
  operation: string;
  input: object;
}

export const prefix = '\u{1F511}';
export const tableName = '\u{1F4E6}';

const attributes = fc.record(
  {
    n: number.map((N) => ({ N })),
    s: text.map(S),
    l: list,
    m: nested,
    ss: textSet,
    ns: numberSet,
    b: value,
  },
  { requiredKeys: [], noNullPrototype: true },
);

const partition = fc.constantFrom('A', 'B').map((it) => S(`${prefix}${it}`));
const key = fc.record(
  { pk: partition, sk: fc.constantFrom('1', '10', '2', 'é').map(S) },
  { noNullPrototype: true },
);
/* A sort key of an index comes with its partition key: of others DynamoDB Local counts units amiss. */
const inFirstIndex = fc.record(
  {
    gsi1pk: fc.constantFrom('X', 'Y').map((it) => S(`${prefix}${it}`)),
    gsi1sk: fc.constantFrom('a', 'ab', 'b', '\uffee', '\u{1F600}').map(S),
  },
  { requiredKeys: ['gsi1pk'], noNullPrototype: true },
);
const inSecondIndex = fc.record(
  {
    gsi2pk: fc.constant(S(`${prefix}Z`)),
    gsi2sk: fc.constantFrom('-1', '0', '2', '10').map((N) => ({ N })),
  },
  { requiredKeys: ['gsi2pk'], noNullPrototype: true },
);
const indexKeys = fc.oneof(
  fc.constant({}),
  inFirstIndex,
  inSecondIndex,
  fc.tuple(inFirstIndex, inSecondIndex).map(([one, two]) => ({ ...one, ...two })),
);
const item = fc.tuple(key, indexKeys, attributes).map(
  ([itsKey, itsIndexKeys, more]): Item => ({
    ...itsKey,
    ...more,
    ...toldApart(itsIndexKeys, itsKey),
  }),
);

/** No order is promised between items with one sort key in an index, so no two have one. */
function toldApart({ gsi1sk, gsi2sk, ...others }: Item, { pk, sk }: Item): Item {
  const own = `${pk?.S?.slice(-1)}${sk?.S}`;
  return {
    ...others,
    ...(gsi1sk && { gsi1sk: S(`${gsi1sk.S}${own}`) }),
    ...(gsi2sk && {
      gsi2sk: { N: `${gsi2sk.N}.${Buffer.from(own).join('')}` },
    }),
  };
}

const indexChange = (itsKey: Item): fc.Arbitrary<Fragment> =>
  fc.oneof(
    indexKeys
      .filter((keys) => Object.keys(keys).length > 0)
      .map(
        (keys): Fragment => [
          'SET ',
          ...joined(
            Object.entries(toldApart(keys, itsKey)).map(
              ([name, to]): Fragment => [{ path: [name] }, ' = ', { value: to }],
            ),
          ),
        ],
      ),
    fc.constantFrom('gsi1sk', 'gsi2sk').map((it): Fragment => ['REMOVE ', { path: [it] }]),
  );
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });
const capacity = fc
  .constantFrom('TOTAL', 'INDEXES')
  .map((detail) => ({ ReturnConsumedCapacity: detail }));
const isConsistent = fc.boolean().map((ConsistentRead) => ({ ConsistentRead }));
const TableName = tableName;
const guarded = sometimes(condition);
const shown = fc
  .constantFrom('ALL_OLD', 'NONE')
  .map((it) => ({ ReturnValuesOnConditionCheckFailure: it }));

const calling = (operation: string, ...parts: fc.Arbitrary<object>[]): fc.Arbitrary<Call> =>
  fc
    .tuple(...parts)
    .map((members) => ({ operation, input: Object.assign({}, ...members) as object }));

const returning = (...choices: string[]) =>
  fc.constantFrom('NONE', ...choices).map((ReturnValues) => ({ ReturnValues }));
const inTable = fc.constant({ TableName });

const putting = fc
  .tuple(item, guarded)
  .map(([Item, ConditionExpression]) => ({ Item, ...written({ ConditionExpression }) }));
const deleting = fc
  .tuple(key, guarded)
  .map(([Key, ConditionExpression]) => ({ Key, ...written({ ConditionExpression }) }));
const updating = key.chain((Key) =>
  fc
    .tuple(fc.oneof({ weight: 4, arbitrary: clauses }, indexChange(Key)), guarded)
    .map(([UpdateExpression, ConditionExpression]) => ({
      Key,
      ...written({ UpdateExpression, ConditionExpression }),
    })),
);
const checking = fc
  .tuple(key, condition)
  .map(([Key, ConditionExpression]) => ({ Key, ...written({ ConditionExpression }) }));
const reading = fc.tuple(key, projecting()).map(([Key, more]) => ({ Key, ...more }));

function projecting(): fc.Arbitrary<object> {
  return sometimes(fc.uniqueArray(path, { minLength: 1, maxLength: 3 })).map((paths) =>
    written({ ProjectionExpression: paths && joined(paths.map((it): Fragment => [{ path: it }])) }),
  );
}

interface Sortable {
  IndexName?: string;
  pk: string;
  sk: string;
  partitions: string[];
  sortKeys: AttributeValue[];
}

const sortable: readonly Sortable[] = [
  { pk: 'pk', sk: 'sk', partitions: ['A', 'B'], sortKeys: ['1', '10', '2'].map(S) },
  {
    IndexName: 'gsi1',
    pk: 'gsi1pk',
    sk: 'gsi1sk',
    partitions: ['X', 'Y'],
    sortKeys: ['a', 'ab'].map(S),
  },
  {
    IndexName: 'gsi2',
    pk: 'gsi2pk',
    sk: 'gsi2sk',
    partitions: ['Z'],
    sortKeys: [{ N: '0' }, { N: '9' }],
  },
];

const querying = fc.constantFrom(...sortable).chain(({ IndexName, pk, sk, partitions, sortKeys }) =>
  fc
    .record({
      of: fc.constantFrom(...partitions),
      sort: sometimes(
        fc.tuple(
          fc.constantFrom('=', '<', '<=', '>', '>=', 'BETWEEN', 'begins_with'),
          fc.constantFrom(...sortKeys),
          fc.constantFrom(...sortKeys),
        ),
      ),
      filter: sometimes(condition),
      start: sometimes(fc.tuple(key, fc.constantFrom(...sortKeys))),
      more: fc.record(
        {
          ScanIndexForward: fc.boolean(),
          Limit: fc.integer({ min: 1, max: 4 }),
          Select: fc.constant('COUNT'),
        },
        { requiredKeys: [], noNullPrototype: true },
      ),
    })
    .map(({ of, sort, filter, start, more }) => ({
      ...(IndexName !== undefined && { IndexName }),
      ...(start && {
        ExclusiveStartKey: { ...start[0], ...startIn({ pk, sk }, of, ...start) },
      }),
      ...more,
      ...written({
        KeyConditionExpression: [
          { path: [pk] },
          ' = ',
          { value: S(`${prefix}${of}`) },
          ...(sort ? [' AND ', ...sortCondition(sk, ...sort)] : []),
        ],
        FilterExpression: filter,
      }),
    })),
);

function startIn(
  { pk, sk }: Pick<Sortable, 'pk' | 'sk'>,
  of: string,
  itsKey: Item,
  sort: AttributeValue,
): Item {
  const start = { [pk]: S(`${prefix}${of}`), [sk]: sort };
  return pk === 'pk' ? start : toldApart(start, itsKey);
}

function sortCondition(
  sk: string,
  sign: string,
  one: AttributeValue,
  two: AttributeValue,
): Fragment {
  if (sign === 'begins_with') return ['begins_with(', { path: [sk] }, ', ', { value: one }, ')'];
  if (sign === 'BETWEEN') {
    return [{ path: [sk] }, ' BETWEEN ', { value: one }, ' AND ', { value: two }];
  }
  return [{ path: [sk] }, ` ${sign} `, { value: one }];
}

const distinct = <T extends object>(arbitrary: fc.Arbitrary<T>, keyOf: (of: T) => unknown) =>
  fc.uniqueArray(arbitrary, {
    minLength: 1,
    maxLength: 4,
    selector: (it) => JSON.stringify(keyOf(it)),
  });
const keyIn = ({ pk, sk }: Item) => ({ pk, sk });

const batchWriting = distinct(
  fc.oneof(
    item.map((Item) => ({ PutRequest: { Item } })),
    key.map((Key) => ({ DeleteRequest: { Key } })),
  ),
  (it) => ('PutRequest' in it ? keyIn(it.PutRequest.Item) : it.DeleteRequest.Key),
).map((requests) => ({ RequestItems: { [TableName]: requests } }));

const batchReading = fc
  .tuple(
    distinct(key, (it) => it),
    projecting(),
    isConsistent,
  )
  .map(([Keys, ...more]) => ({
    RequestItems: { [TableName]: Object.assign({ Keys }, ...more) as object },
  }));

const part = (kind: string, request: fc.Arbitrary<object>) =>
  fc.tuple(request, shown).map(([of, more]) => ({ [kind]: { TableName, ...of, ...more } }));
const transacting = fc
  .tuple(
    distinct(
      fc.oneof(
        part('Put', putting),
        part('Update', updating),
        part('Delete', deleting),
        part('ConditionCheck', checking),
      ),
      (it) => {
        const [request] = Object.values(it) as { Item?: Item; Key?: Item }[];
        return keyIn(request?.Item ?? request?.Key ?? {});
      },
    ),
    sometimes(fc.constantFrom('1', '2')),
  )
  .map(([TransactItems, token]) => ({
    TransactItems,
    ...(token !== undefined && { ClientRequestToken: `${tableName}-${prefix}${token}` }),
  }));
const transactReading = distinct(
  reading.map((it) => ({ Get: { TableName, ...it } })),
  (it) => it.Get.Key,
).map((TransactItems) => ({ TransactItems }));

const call: fc.Arbitrary<Call> = fc.oneof(
  {
    weight: 4,
    arbitrary: calling('PutItem', inTable, putting, returning('ALL_OLD'), shown, capacity),
  },
  {
    weight: 7,
    arbitrary: calling(
      'UpdateItem',
      inTable,
      updating,
      returning('ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'),
      shown,
      capacity,
    ),
  },
  {
    weight: 2,
    arbitrary: calling('DeleteItem', inTable, deleting, returning('ALL_OLD'), shown, capacity),
  },
  { weight: 2, arbitrary: calling('GetItem', inTable, reading, isConsistent, capacity) },
  { weight: 4, arbitrary: calling('Query', inTable, querying, capacity) },
  { weight: 2, arbitrary: calling('BatchWriteItem', batchWriting, capacity) },
  { weight: 1, arbitrary: calling('BatchGetItem', batchReading, capacity) },
  { weight: 4, arbitrary: calling('TransactWriteItems', transacting, capacity) },
  { weight: 1, arbitrary: calling('TransactGetItems', transactReading, capacity) },
);

/** What every partition holds, asked at the end. */
const everything: readonly Call[] = sortable.flatMap(({ IndexName, pk, partitions }) =>
  partitions.map((of) => ({
    operation: 'Query',
    input: {
      TableName,
      ...(IndexName !== undefined && { IndexName }),
      ...written({
        KeyConditionExpression: [{ path: [pk] }, ' = ', { value: S(`${prefix}${of}`) }],
      }),
    },
  })),
);

export const sequence: fc.Arbitrary<readonly Call[]> = fc
  .array(call, { minLength: 8, maxLength: 16 })
  .map((calls) => [...calls, ...everything]);
