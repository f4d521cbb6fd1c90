import type { Operation } from './operations.ts';

/** A request taken apart, so that each part can be changed. */
export interface PlainRequest {
  method: string;
  /** Values of the path's parameters, not encoded. */
  params: Readonly<Record<string, string>>;
  query: readonly (readonly [name: string, value: string])[];
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | undefined;
  /** Stands instead of the operation's path with its parameters filled in. */
  rawPath?: string;
}

type Place = readonly (string | number)[];

/** One difference from a request that succeeds. It survives JSON, so that cases can be kept. */
export type Change =
  /** Another value, as JSON text: some numbers and keys exist only there. */
  | { in: 'body'; at: Place; json: string }
  | { in: 'body'; at: Place; remove: true }
  /** Another body as it is. */
  | { in: 'text'; text: string }
  | { in: 'bytes'; base64: string }
  /** `head`, `repeat` so many times, and `tail`: what would be too long to keep. */
  | {
      in: 'repeat';
      head: string;
      unit: string;
      times: number;
      middle: string;
      end: string;
      tail: string;
    }
  /** Lists of so many keys. */
  | { in: 'keys'; count: number }
  | { in: 'path'; name: string; value: string }
  | { in: 'rawPath'; path: string }
  /** Each value once; none takes the parameter out. */
  | { in: 'query'; name: string; values: readonly string[] }
  | { in: 'header'; name: string; value: string | null }
  | { in: 'method'; method: string };

export function applyChanges(base: PlainRequest, changes: readonly Change[]): PlainRequest {
  return changes.reduce(applyChange, base);
}

function applyChange(request: PlainRequest, change: Change): PlainRequest {
  switch (change.in) {
    case 'body':
      return { ...request, body: changedBody(request.body, change) };
    case 'text':
      return { ...request, body: change.text };
    case 'bytes':
      return { ...request, body: Buffer.from(change.base64, 'base64') };
    case 'repeat': {
      const { head, unit, times, middle, end, tail } = change;
      return {
        ...request,
        body: `${head}${unit.repeat(times)}${middle}${end.repeat(times)}${tail}`,
      };
    }
    case 'keys': {
      const keys = Array.from({ length: change.count }, (_, key) => [key.toString(36), 1]);
      return { ...request, body: JSON.stringify(Object.fromEntries(keys)) };
    }
    case 'path':
      return { ...request, params: { ...request.params, [change.name]: change.value } };
    case 'rawPath':
      return { ...request, rawPath: change.path };
    case 'query':
      return {
        ...request,
        query: [
          ...request.query.filter(([name]) => name !== change.name),
          ...change.values.map((value) => [change.name, value] as const),
        ],
      };
    case 'header': {
      const { [change.name]: _, ...others } = request.headers;
      const { value } = change;
      return { ...request, headers: value === null ? others : { ...others, [change.name]: value } };
    }
    case 'method':
      return { ...request, method: change.method };
  }
}

const marker = '\u0001here\u0001';

function changedBody(
  body: PlainRequest['body'],
  change: Extract<Change, { in: 'body' }>,
): PlainRequest['body'] {
  if (body instanceof Uint8Array) return body;
  if (change.at.length === 0) return 'json' in change ? change.json : undefined;
  let value: unknown;
  try {
    value = JSON.parse(body ?? '{}');
  } catch {
    // An earlier change has made it no JSON: there is no place in it.
    return body;
  }
  const changed = setAt(value, change.at, 'json' in change ? marker : undefined);
  const text = JSON.stringify(changed);
  return 'json' in change ? text.replace(JSON.stringify(marker), () => change.json) : text;
}

function setAt(value: unknown, [key, ...rest]: Place, to: unknown): unknown {
  if (key === undefined) return to;
  if (typeof key === 'number') {
    const items: unknown[] = Array.isArray(value) ? [...(value as unknown[])] : [];
    const next = setAt(items[key], rest, to);
    if (next === undefined) items.splice(key, 1);
    else items[key] = next;
    return items;
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = Object.entries(isObject ? value : {});
  const before = entries.find(([name]) => name === key);
  const next = setAt(before?.[1], rest, to);
  const others = entries.filter(([name]) => name !== key);
  return Object.fromEntries(next === undefined ? others : [...others, [key, next]]);
}

/** Path and query as they are sent. */
export function targetOf({ path }: Operation, request: PlainRequest): string {
  const filled =
    request.rawPath ??
    path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(request.params[name] ?? ''));
  const query = request.query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return query.length > 0 ? `${filled}?${query.join('&')}` : filled;
}

/** As `encodeURIComponent`, also of lone surrogates: the three bytes that they would be. */
function encoded(text: string): string {
  return text.isWellFormed()
    ? encodeURIComponent(text)
    : Array.from(text, encodedCharacter).join('');
}

function encodedCharacter(character: string): string {
  if (character.isWellFormed()) return encodeURIComponent(character);
  const code = character.charCodeAt(0);
  return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]
    .map((byte) => `%${byte.toString(16).toUpperCase()}`)
    .join('');
}

/** `fetch` refuses others only when it sends: a `Request` takes them. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The request for `fetch`; `undefined` when no client could send it. */
export function webRequest(
  baseUrl: string,
  operation: Operation,
  plain: PlainRequest,
): Request | undefined {
  const url = `${baseUrl}${targetOf(operation, plain)}`;
  const headers = Object.entries(plain.headers).map(([name, value]): [string, string] => [
    name,
    // Other characters than Latin ones go as the bytes of UTF-8, as curl sends them.
    Buffer.from(value, 'utf8').toString('latin1'),
  ]);
  if (!headers.every(([, value]) => headerValue.test(value))) return undefined;
  const body = (plain.body ?? null) as string | Uint8Array<ArrayBuffer> | null;
  try {
    return new Request(url, { method: plain.method, headers, body, redirect: 'manual' });
  } catch (error) {
    // `Request` may be of another realm than this file, as it is in jest.
    if ((error as Error).name === 'TypeError') return undefined;
    throw error;
  }
}

/** A request taken apart by its operation's path. */
export async function plainRequest({ path }: Operation, request: Request): Promise<PlainRequest> {
  const { pathname, searchParams } = new URL(request.url);
  const values = pathname.split('/');
  const params = path.split('/').flatMap((part, at): [string, string][] => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    return name === undefined ? [] : [[name, decodeURIComponent(values[at] ?? '')]];
  });
  const text = await request.text();
  return {
    method: request.method,
    params: Object.fromEntries(params),
    query: [...searchParams],
    headers: Object.fromEntries(request.headers),
    body: text === '' ? undefined : text,
  };
}

/** The request as one line for a shell. */
export function curlLine(baseUrl: string, operation: Operation, plain: PlainRequest): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const headers = Object.entries(plain.headers).map(([name, value]) =>
    quoted(name === 'authorization' ? `${name}: Bearer $TOKEN` : `${name}: ${value}`),
  );
  const body =
    typeof plain.body === 'string' && plain.body.length <= 2000
      ? ` --data-raw ${quoted(plain.body)}`
      : plain.body === undefined
        ? ''
        : ` --data-raw '… ${plain.body.length} characters …'`;
  const path = targetOf(operation, plain);
  return `curl -i --path-as-is -X ${plain.method} ${quoted(`${baseUrl}${path}`)}${headers.map((header) => ` -H ${header}`).join('')}${body}`;
}
