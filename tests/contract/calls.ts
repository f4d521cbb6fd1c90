import type { RouteDefinition } from '../../lib/http/route.ts';
import { newId } from '../../lib/ids.ts';
import { type IdKind, idPrefixes } from '../../lib/schema/ids.ts';

/** What a call of any route takes, but for who calls. */
export interface AnyCall {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A text somewhere in a call. */
export interface CarriedText {
  /** `params.postId`, `body.device.name`. */
  place: string;
  /** Last part of the place. */
  field: string;
  value: string;
  /** The call with another text in its place. */
  replaced: (text: string) => AnyCall;
}

/** An id somewhere in a call; a handle stands for one behind `@`. */
export interface CarriedId extends CarriedText {
  kind: IdKind | 'handle';
}

/** Path and query of a call. */
export function targetOf(route: RouteDefinition, { params = {}, query = {} }: AnyCall): string {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return search.size > 0 ? `${path}?${search.toString()}` : path;
}

export function textsOf({ params, query, body, headers }: AnyCall): CarriedText[] {
  const parts = { params, query, body };
  return [...textsIn(parts, [])].map(([path, value]) => ({
    place: path.join('.'),
    field: path.at(-1) ?? '',
    value,
    replaced: (text) => callOf(setAt(parts, path, text) as Parts, headers),
  }));
}

export function idsOf(call: AnyCall): CarriedId[] {
  return textsOf(call).flatMap((text) => {
    const kind = kindOf(text.value);
    return kind ? [{ ...text, kind }] : [];
  });
}

export const hasCursor = ({ query }: AnyCall) => typeof query?.cursor === 'string';

/** The call with ids in place of its own that nothing has. */
export function withRandomIds(call: AnyCall): AnyCall {
  return idsOf(call).reduce<AnyCall>((changed, id) => {
    const place = idsOf(changed).find((other) => other.place === id.place);
    return place?.replaced(randomLike(id)) ?? changed;
  }, call);
}

/** A well-formed id of the same kind that nothing has. */
export function randomLike({ kind }: CarriedId): string {
  return kind === 'handle' ? `@${newId('user', new Date()).slice(-20)}` : newId(kind, new Date());
}

/** What is no id of this kind, though much like one. */
export function misshapen({ kind, value }: CarriedId): [what: string, text: string][] {
  const trailed: [string, string][] = [
    ['with a blank behind it', `${value} `],
    ['with a line end behind it', `${value}\n`],
    ['with a fragment behind it', `${value}#a`],
    ['with NUL behind it', `${value}\0`],
    ['with a list behind it', `${value},${value}`],
  ];
  if (kind === 'handle') return trailed;
  const otherKind = kind === 'user' ? 'company' : 'user';
  return [
    ...trailed,
    ['of another kind', newId(otherKind, new Date())],
    ['in upper case', value.toUpperCase()],
    ['with a character behind it', `${value}0`],
    ['without its prefix', value.slice(value.indexOf('_') + 1)],
  ];
}

/** The objects in a body, each with its place, its fields and what puts a field into it. */
export function objectsIn(
  body: unknown,
  path: readonly string[] = ['body'],
): { place: string; fields: string[]; with(field: string, value: unknown): unknown }[] {
  if (typeof body !== 'object' || body === null) return [];
  const own = Array.isArray(body)
    ? []
    : [
        {
          place: path.join('.'),
          fields: Object.keys(body),
          with: (field: string, value: unknown) => ({ ...body, [field]: value }),
        },
      ];
  const inner = Object.entries(body).flatMap(([key, value]) =>
    objectsIn(value, [...path, key]).map((object) => ({
      place: object.place,
      fields: object.fields,
      with: (field: string, added: unknown) => setAt(body, [key], object.with(field, added)),
    })),
  );
  return [...own, ...inner];
}

/** All texts in a value, with their paths; sets are lists. */
export function* textsIn(
  value: unknown,
  path: readonly string[],
): Generator<[path: readonly string[], text: string]> {
  if (typeof value === 'string') yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  const parts = Symbol.iterator in value ? [...(value as Iterable<unknown>)] : value;
  for (const [key, part] of Object.entries(parts)) yield* textsIn(part, [...path, key]);
}

const idSyntax = /^([a-z]+)_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

function kindOf(text: string): CarriedId['kind'] | undefined {
  if (/^@[A-Za-z0-9_]{3,30}$/.test(text)) return 'handle';
  const prefix = idSyntax.exec(text)?.[1];
  const known = Object.entries(idPrefixes) as [IdKind, string][];
  return known.find(([, itsPrefix]) => itsPrefix === prefix)?.[0];
}

function setAt(value: unknown, [key, ...rest]: readonly string[], put: unknown): unknown {
  if (key === undefined) return put;
  const inner = setAt((value as Record<string, unknown>)[key], rest, put);
  return Array.isArray(value)
    ? value.toSpliced(Number(key), 1, inner)
    : { ...(value as object), [key]: inner };
}

interface Parts {
  params?: unknown;
  query?: unknown;
  body?: unknown;
}

function callOf({ params, query, body }: Parts, headers: AnyCall['headers']): AnyCall {
  return {
    ...(params !== undefined && { params: params as Record<string, unknown> }),
    ...(query !== undefined && { query: query as Record<string, unknown> }),
    ...(body !== undefined && { body }),
    ...(headers && { headers }),
  };
}
