/** The whole key of an item in the table. */
export type TableKey = { pk: string; sk: string };

interface Index {
  pk: { field: string; composite: readonly string[] };
  sk?: { composite: readonly string[] };
}

interface Attribute {
  /** Fills a value up on its left. */
  padding?: { length: number; char: string };
}

interface Keyed {
  schema: {
    model: { service: string; entity: string; version: string };
    attributes: Record<string, Attribute>;
    indexes: Record<string, Index>;
  };
}

type Values = Record<string, string | number | undefined>;

type Maker = (values: Values) => TableKey;

const makers = new WeakMap<object, Maker>();

/**
 * The key of an item as ElectroDB makes it, without the operation that it makes for that: a page names
 * some fifty items at once. Whether the two agree is tested for every entity.
 *
 * @throws Error when a value that the key is made of is missing
 */
export function tableKey(entity: object, values: object): TableKey {
  let make = makers.get(entity);
  if (!make) {
    make = makerOf(entity as Keyed);
    makers.set(entity, make);
  }
  return make(values as Values);
}

function makerOf({ schema }: Keyed): Maker {
  const { model, attributes, indexes } = schema;
  const index = Object.values(indexes).find(({ pk }) => pk.field === 'pk');
  if (!index?.sk) throw new Error(`${model.entity} has no key of two parts`);
  const partMaker = (prefix: string, { composite }: Index['pk' | 'sk'] & object) => {
    const values = composite.map((name) => ({ name, padding: attributes[name]?.padding }));
    return (given: Values): string => {
      let part = prefix;
      for (const { name, padding } of values) {
        const value = given[name];
        if (value === undefined) throw new Error(`A key is missing ${name}`);
        const text = padding ? String(value).padStart(padding.length, padding.char) : value;
        part += `#${name}_${text}`;
      }
      return part;
    };
  };
  const pk = partMaker(`$${model.service}`, index.pk);
  const sk = partMaker(`$${model.entity}_${model.version}`, index.sk);
  return (values) => ({ pk: pk(values), sk: sk(values) });
}
