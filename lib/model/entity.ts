import type { Attribute } from 'electrodb';
import { Entity, table } from './electro.ts';
import type { IndexName } from './table.ts';

/** The attributes that the two keys of an index are made of. */
interface Index<Name extends string> {
  /** Left out for the keys of the table itself. */
  readonly index?: IndexName;
  readonly pk: readonly Name[];
  readonly sk: readonly Name[];
  /** Whether an item is in the index; otherwise one is when it has all that the keys are made of. */
  readonly condition?: (attributes: Record<string, unknown>) => boolean;
}

type Indexes<Name extends string> = Readonly<Record<string, Index<Name>>>;

interface Key<Composite> {
  field: string;
  composite: Composite;
  casing: 'none';
}

/** The schema as ElectroDB takes it. */
interface SchemaOf<Attributes, Short extends Indexes<string>> {
  model: { service: string; entity: string; version: string };
  attributes: Attributes;
  indexes: {
    [Name in keyof Short]: Short[Name] extends { readonly index: IndexName }
      ? { index: Short[Name]['index']; pk: Key<Short[Name]['pk']>; sk: Key<Short[Name]['sk']> }
      : { pk: Key<Short[Name]['pk']>; sk: Key<Short[Name]['sk']> };
  };
}

/**
 * An entity of the one table. Its keys keep the case of what they are made of: folded, the keys of two
 * items could be one.
 *
 * @param name as its items carry it; no other entity has it
 * @example
 * export const Likes = entity('like', {
 *   attributes: { postId: { type: 'string', required: true }, … },
 *   indexes: {
 *     likes: { pk: ['postId'], sk: ['userId'] },
 *     likesOfUser: { index: 'gsi1', pk: ['userId'], sk: ['postId'] },
 *   },
 * });
 */
export function entity<
  A extends string,
  Attributes extends { readonly [Name in A]: Attribute },
  const Short extends Indexes<keyof Attributes & string>,
>(name: string, { attributes, indexes }: { attributes: Attributes; indexes: Short }) {
  const schema = {
    model: { service: 'moa', entity: name, version: '1' },
    attributes,
    indexes: Object.fromEntries(
      Object.entries(indexes).map(([pattern, { pk, sk, ...rest }]) => {
        const fields = rest.index ?? '';
        return [
          pattern,
          {
            ...rest,
            pk: { field: `${fields}pk`, composite: pk, casing: 'none' },
            sk: { field: `${fields}sk`, composite: sk, casing: 'none' },
          },
        ];
      }),
    ),
  } as SchemaOf<Attributes, Short>;
  return new Entity<keyof Attributes & string, string, string, SchemaOf<Attributes, Short>>(
    schema,
    table,
  );
}
