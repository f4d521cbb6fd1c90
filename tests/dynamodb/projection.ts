import { type Binding, type ResolvedPath, refuseOverlaps } from './binding.ts';
import { parseProjection } from './syntax.ts';
import { type AttributeValue, attributeOf, type Item, setAttribute } from './values.ts';

export interface BoundProjection {
  readonly paths: readonly ResolvedPath[];
  readonly apply: (item: Item) => Item;
}

/** What is wanted of a value: parts of it, or all. */
type Wanted = Map<string | number, Wanted> | 'all';

const kind = 'ProjectionExpression';

/** @throws EngineRefusal for what is wrong whatever the item is */
export function bindProjection(text: string, binding: Binding): BoundProjection {
  const paths = parseProjection(text, kind).map((path) => binding.path(path, kind));
  refuseOverlaps(paths, kind);
  const wanted = new Map<string | number, Wanted>();
  for (const path of paths) {
    let parts = wanted;
    for (const part of path.slice(0, -1)) {
      const known = parts.get(part);
      const inner = known instanceof Map ? known : new Map<string | number, Wanted>();
      parts.set(part, inner);
      parts = inner;
    }
    parts.set(path.at(-1) ?? '', 'all');
  }
  return { paths, apply: (item) => projectItem(item, wanted) };
}

function projectItem(item: Item, wanted: ReadonlyMap<string | number, Wanted>): Item {
  const projected: Record<string, AttributeValue> = {};
  for (const [name, of] of wanted) {
    const value = attributeOf(item, String(name));
    const part = value && projectValue(value, of);
    if (part !== undefined) setAttribute(projected, String(name), part);
  }
  return projected;
}

function projectValue(value: AttributeValue, wanted: Wanted): AttributeValue | undefined {
  if (wanted === 'all') return value;
  if (value.M) {
    const M = projectItem(value.M, wanted);
    return Object.keys(M).length === 0 ? undefined : { M };
  }
  const L = (value.L ?? []).flatMap((element, index) => {
    const of = wanted.get(index);
    const part = of && projectValue(element, of);
    return part === undefined ? [] : [part];
  });
  return L.length === 0 ? undefined : { L };
}
