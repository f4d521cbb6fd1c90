import { readMails } from '../../lib/local/services/mails.ts';
import type { Item } from '../../lib/model/write.ts';
import { idPrefixes } from '../../lib/schema/ids.ts';
import { scanTable } from '../invariants/scan-table.ts';
import { entityOf } from '../invariants/table.ts';
import { type KeptObject, openUploads, readObjects } from '../support/restore-bucket.ts';
import type { Stack } from '../support/stack.ts';

/** All that a stack has come to: its table, what its people got, and what nobody could do. */
export interface State {
  items: Item[];
  objects: KeptObject[];
  /** Keys for which uploads in parts are open: how many a key has had begun, ends with its file. */
  uploads: ReadonlySet<string>;
  mails: { to: string[]; subject: string }[];
  deadLetters: { queue: string; count: number }[];
}

/** @param earlier ids of mails that do not count */
export async function readState(stack: Stack, earlier: ReadonlySet<string>): Promise<State> {
  const [items, objects, uploads, mails, listed] = await Promise.all([
    scanTable(stack.clients.dynamodb, stack.tableName),
    readObjects(stack.clients.s3, stack.bucketName),
    openUploads(stack.clients.s3, stack.bucketName),
    readMails(stack.addresses.ses),
    stack.createWorld().request('GET', '/_local/queues'),
  ]);
  const worlds = new Set(items.map(({ email }) => worldOfAddress(email)).filter(Boolean));
  const queues = listed.body as { name: string; deadLetters: number }[];
  return {
    items,
    objects,
    uploads: new Set(uploads),
    // Others may use the same mail service.
    mails: mails.filter(
      ({ id, to }) => !earlier.has(id) && to.some((address) => worlds.has(worldOfAddress(address))),
    ),
    deadLetters: queues
      .filter(({ deadLetters }) => deadLetters > 0)
      .map(({ name, deadLetters }) => ({ queue: name, count: deadLetters })),
  };
}

/** What tells one world's addresses from another's, of people and of nobody; see `createWorld`. */
const worldOfAddress = (address: unknown) => /\.([0-9a-f]{10})@/.exec(String(address))?.[1];

export async function mailIds(stack: Stack): Promise<ReadonlySet<string>> {
  return new Set((await readMails(stack.addresses.ses)).map(({ id }) => id));
}

/** Entities that tell how often something was asked for, not what came of it. */
const notCompared = new Set(['rateBucket']);

/** Attributes of that kind, each with its entity. */
const notComparedAttributes = new Set([
  'outsideEffect.attempt',
  'outsideEffect.leaseUntil',
  'taskRun.leaseUntil',
  'apiKey.lastUsedAt',
]);

const idPattern = /[a-z]{3,4}_[0-9a-hjkmnp-tv-z]{26}/g;

/** A state in words that another run of the same story has too: equal lines, equal states. */
export interface Shape {
  items: string[];
  mails: string[];
  deadLetters: string[];
  answers: string[];
}

export function shapeOf(state: State, answers: readonly unknown[]): Shape {
  const name = namer(state, answers);
  const words = (value: unknown) => name(JSON.stringify(value, plain));
  const compared = state.items.filter((item) => !notCompared.has(entityOf(item)));
  return {
    items: [
      ...compared.map((item) => words(withoutNotCompared(item))),
      ...state.objects.map(({ Key, ContentType, Body }) =>
        words({ object: Key, ContentType, content: Body.toString('base64') }),
      ),
      ...[...state.uploads].map((upload) => words({ upload })),
    ].sort(),
    mails: state.mails.map(({ to, subject }) => words({ to, subject })).sort(),
    deadLetters: state.deadLetters.map((letters) => JSON.stringify(letters)).sort(),
    answers: answers.map((answer) => words(answer ?? null)),
  };
}

/** Calls ids by their kind and age, and times, secrets and the like by what they are. */
function namer(state: State, answers: readonly unknown[]): (text: string) => string {
  const all = JSON.stringify([state.items, answers], plain);
  const ids = [...new Set(all.match(idPattern))].sort(byAge);
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const id of ids) {
    const [kind = '', ulid = ''] = id.split('_');
    // Those of one second have no order of their own.
    const count = kind === idPrefixes.event ? 0 : (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    names.set(id, `${kind}-${count}`);
    names.set(ulid, `${kind}-${count}`);
  }
  return (text) =>
    text
      .replace(/<svg .*?<\/svg>/g, 'svg')
      .replace(idPattern, (id) => names.get(id) ?? 'id')
      .replace(/(?<![0-9a-z])[0-9a-hjkmnp-tv-z]{26}(?![0-9a-z])/g, (id) => names.get(id) ?? 'ulid')
      .replace(/[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/g, 'uuid')
      .replace(/\b(?:[0-9a-z]{4}-){3}[0-9a-z]{4}\b/g, 'recovery code')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|\d{8}T\d{6}Z/g, 'time')
      .replace(/\d{10,}/g, 'time')
      // In which shard an event is kept follows from its id.
      .replace(/(\/\d{4}-\d\d)\/\d+/g, '$1/shard')
      .replace(/(actorShard(?:_|":))\d+/g, '$1shard')
      .replace(/[0-9a-f]{10}(?=@)/g, 'world')
      .replace(/_[0-9a-f]{8}(?=")/g, '_suffix')
      .replace(/\$argon2[^"]+/g, 'hash')
      .replace(/[A-Za-z0-9+/_-]{28,}/g, 'opaque');
}

const byAge = (one: string, other: string) => (one.slice(-26) < other.slice(-26) ? -1 : 1);

function withoutNotCompared(item: Item): Item {
  const entity = entityOf(item);
  const kept = Object.entries(item).filter(
    ([name]) => !notComparedAttributes.has(`${entity}.${name}`),
  );
  return Object.fromEntries(kept.sort(([one], [other]) => (one < other ? -1 : 1)));
}

const plain = (_: string, value: unknown) =>
  value instanceof Set ? [...(value as Set<string>)].sort() : value;

/** What one list has and the other has not, each as often as it is so. */
export function differencesOf(expected: readonly string[], actual: readonly string[]): string[] {
  const rest = [...actual];
  const missing = expected.filter((line) => {
    const index = rest.indexOf(line);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
  return [...missing.map((line) => `missing: ${line}`), ...rest.map((line) => `too much: ${line}`)];
}
