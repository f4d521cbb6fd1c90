import type { EntityItem } from 'electrodb';
import type { Context } from '../context.ts';
import { accountRead, userRead } from '../identity/accounts/authors.ts';
import { getGroups, one } from '../model/read.ts';
import { retry } from '../model/retry.ts';
import { unchanged, type Write, writeIf } from '../model/write.ts';
import { preferencesRead, wantsInInbox } from '../notifications/notification-preferences.ts';
import type { TimeLeft } from '../queue/consume-together.ts';
import { barrierSeenBy, hasBlock, noBlock } from '../relations/barrier.ts';
import { barrierRead } from '../relations/reads.ts';
import type { KindName } from '../schema/inbox-kinds.ts';
import { InboxActors } from './actors.entity.ts';
import { nextEntryId } from './entry-id.ts';
import {
  changesOf,
  type GroupChange,
  mostShown,
  refillable,
  type Verdict,
} from './group-changes.ts';
import { InboxGroups } from './groups.entity.ts';
import type { InboxKinds, Notice } from './kind.ts';
import { othersIn } from './others.ts';
import { InboxPositions } from './positions.entity.ts';
import { positionRead } from './present.ts';

/** The notices of one kind about one thing to one recipient: one transaction writes them. */
interface Thread {
  recipientId: string;
  kind: KindName;
  targetId: string;
}

/**
 * Of one thread. A transaction takes a hundred writes, and each of these can make four: of the actor,
 * of the group that they leave, and two conditions; two more are of the open group and the position.
 */
const mostTogether = 20;

/** As long as who does again what they had taken back is not told of as new. */
const toggledSeconds = 30 * 24 * 3600;

/** What one try can take: a commit goes on for six seconds against others. */
const tryMilliseconds = 8000;

/**
 * Makes inboxes agree with what is true of these notices when it runs, however often and in whatever
 * order it is told: who did something counts once, and who did not, or has taken it back, does not.
 * Nobody is told of their own acts, by whom they block or mute or who blocks them, nor of what they
 * chose not to be told of. Of who has deleted their account it is written all the same, and hidden at
 * read: they may come back.
 */
export async function notify(
  ctx: Context,
  kinds: InboxKinds,
  notices: readonly Notice[],
  timeLeft?: TimeLeft,
): Promise<void> {
  await inThreads(notices, (thread) => settle({ ctx, purpose: 'notify', kinds, timeLeft }, thread));
}

/** Takes those of these notices out of inboxes that are not true any more. */
export async function review(
  ctx: Context,
  kinds: InboxKinds,
  notices: readonly Notice[],
  timeLeft?: TimeLeft,
): Promise<void> {
  await inThreads(notices, (thread) => settle({ ctx, purpose: 'review', kinds, timeLeft }, thread));
}

/** Takes these notices out of inboxes, whatever is true of them. */
export async function withdraw(ctx: Context, notices: readonly Notice[]): Promise<void> {
  await inThreads(notices, (thread) => settle({ ctx, purpose: 'withdraw' }, thread));
}

async function inThreads(
  notices: readonly Notice[],
  each: (thread: readonly Notice[]) => Promise<void>,
): Promise<void> {
  const threads = Map.groupBy(
    notices.filter(({ recipientId, actorId }) => recipientId !== actorId),
    ({ recipientId, kind, targetId }) => `${recipientId} ${kind} ${targetId}`,
  );
  for (const thread of threads.values()) {
    const latest = new Map(thread.toSorted(bySource).map((notice) => [notice.actorId, notice]));
    const distinct = [...latest.values()];
    for (let start = 0; start < distinct.length; start += mostTogether) {
      await each(distinct.slice(start, start + mostTogether));
    }
  }
}

const bySource = ({ sourceId: one = '' }: Notice, { sourceId: other = '' }: Notice) =>
  one < other ? -1 : Number(one > other);

type Run = {
  ctx: Context;
  /** Ends it early. */
  timeLeft?: TimeLeft | undefined;
} & ({ purpose: 'notify' | 'review'; kinds: InboxKinds } | { purpose: 'withdraw' });

type Purpose = Run['purpose'];

/** What says whether notices of a kind are true; nothing is asked of what is withdrawn anyway. */
const rulesOf = (run: Run, kind: KindName) =>
  run.purpose === 'withdraw' ? undefined : run.kinds[kind];

/** Where others keep changing the same part of an inbox, the messages come back. */
const settle = (run: Run, notices: readonly Notice[]): Promise<void> =>
  retry((again) => settleOnce(run, notices, again));

async function settleOnce(run: Run, notices: readonly Notice[], again: Again): Promise<void> {
  const { ctx, timeLeft } = run;
  if (timeLeft && timeLeft() < tryMilliseconds) throw new Error('No time is left for an inbox');
  const [first] = notices;
  if (!first) return;
  const { recipientId, kind, targetId } = first;
  const thread: Thread = { recipientId, kind, targetId };
  const { latest, position, verdicts } = await readThread(run, thread, notices);
  const effective = verdicts.filter(({ change }) => change !== 'none');
  if (effective.length === 0) return;

  const entryId = nextEntryId(ctx.now, [latest?.entryId, position]);
  const groups = await readGroups(thread, latest, effective);
  const changes = changesOf({ groups, latest, position, entryId, verdicts: effective });
  await refill(thread, changes, effective);

  const rules = rulesOf(run, kind);
  const conditionsOf = ({ found, notice, change }: Verdict): Write<void>[] =>
    rules
      ? [
          ...rules.asFound(found, notice, again),
          ...(change === 'remove' ? [] : [noBlock(recipientId, notice.actorId, again)]),
        ]
      : [];
  const remembered = rules?.isToggled
    ? { expiresAt: Math.floor(ctx.now.getTime() / 1000) + toggledSeconds }
    : undefined;
  await ctx.apply(
    [
      ...effective.flatMap((verdict) => [
        actorWrite(verdict, { groups, changes, remembered }, again),
        ...conditionsOf(verdict),
      ]),
      ...changes.map((group) => groupWrite(thread, group, again)),
      ...(changes.some(({ isOpen }) => isOpen)
        ? [positionAsFound(recipientId, position, again)]
        : []),
    ],
    undefined,
  );
}

async function readThread(run: Run, thread: Thread, notices: readonly Notice[]) {
  const { ctx, purpose } = run;
  const { recipientId, kind } = thread;
  const rules = rulesOf(run, kind);
  const [{ data: groups }, read] = await Promise.all([
    InboxGroups.query.groups(thread).go({ order: 'desc', limit: 1, consistent: true }),
    getGroups(
      {
        recipients: [accountRead(recipientId)],
        preferences: [preferencesRead(recipientId)],
        positions: [positionRead(recipientId)],
        items: notices.map(({ actorId }) => one(InboxActors, { ...thread, actorId })),
        actors: notices.map(({ actorId }) => userRead(actorId)),
        barriers: notices.map(({ actorId }) => barrierRead(recipientId, actorId)),
        evidence: notices.flatMap((notice) => rules?.reads(notice) ?? []),
      },
      { consistent: true },
    ),
  ]);
  const [recipient = null] = read.recipients;
  const [preferences = null] = read.preferences;
  const isChosen = rules?.topic === undefined || wantsInInbox(preferences, rules.topic);
  const isWanted = recipient !== null && isChosen;
  const perNotice = read.evidence.length / notices.length;
  const verdicts = notices.map((notice, index): Verdict => {
    const item = read.items[index] ?? undefined;
    const isForgotten = item?.expiresAt !== undefined && item.expiresAt * 1000 < ctx.now.getTime();
    const actor = read.actors[index] ?? null;
    const barrier = read.barriers[index] ?? null;
    const found = read.evidence.slice(index * perNotice, (index + 1) * perNotice);
    const isTrue = rules?.holds(found, notice, actor) && !hasBlock(barrier);
    const { muting } = barrierSeenBy(recipientId, notice.actorId, barrier);
    const isTold = purpose === 'notify' && Boolean(isTrue) && isWanted && !muting;
    const isOver = purpose === 'withdraw' || !isTrue;
    const change =
      item?.isOver && (purpose === 'withdraw' || !isForgotten)
        ? changeOfOver(purpose, isTold)
        : changeOf(isForgotten ? undefined : item, notice, { isTold, isOver });
    return { notice, item, found, change };
  });
  return { latest: groups[0], position: read.positions[0]?.upTo, verdicts };
}

function changeOf(
  item: Verdict['item'],
  { sourceId = '' }: Notice,
  { isTold, isOver }: { isTold: boolean; isOver: boolean },
): Verdict['change'] {
  if (!item) return isTold ? 'add' : 'none';
  const { sourceId: toldBy = '' } = item;
  if (sourceId === toldBy) return isOver ? 'remove' : 'none';
  return isTold && sourceId > toldBy ? 'renew' : 'none';
}

/** Of somebody who has taken back what was told. */
function changeOfOver(purpose: Purpose, isTold: boolean): Verdict['change'] {
  if (purpose === 'withdraw') return 'forget';
  return isTold ? 'return' : 'none';
}

/** The groups that change, as they are: those that somebody leaves, and the latest. */
async function readGroups(
  thread: Thread,
  latest: EntityItem<typeof InboxGroups> | undefined,
  verdicts: readonly Verdict[],
): Promise<EntityItem<typeof InboxGroups>[]> {
  const left = new Set(verdicts.flatMap(({ item }) => item?.group ?? []));
  if (latest) left.delete(latest.group);
  const { earlier } = await getGroups(
    { earlier: [...left].map((group) => one(InboxGroups, { ...thread, group })) },
    { consistent: true },
  );
  return [...earlier.filter((group) => group !== null), ...(latest ? [latest] : [])];
}

/** Where those who are kept with a group have become few, others take their place. */
async function refill(
  thread: Thread,
  changes: readonly GroupChange[],
  verdicts: readonly Verdict[],
): Promise<void> {
  for (const change of changes.filter(refillable)) {
    const known = new Set([
      ...change.newest.map(({ actorId }) => actorId),
      ...verdicts.map(({ notice }) => notice.actorId),
    ]);
    for await (const others of othersIn({ ...thread, group: change.group }, known)) {
      change.newest = [...others.slice(0, mostShown - change.newest.length), ...change.newest];
      if (!refillable(change)) break;
    }
  }
}

type Again = () => Promise<void>;

/** What is read while somebody is added would else be read from the start, or unread again. */
const positionAsFound = (
  userId: string,
  position: string | undefined,
  otherwise: Again,
): Write<void> => unchanged(InboxPositions, { userId }, { upTo: position }, otherwise);

function actorWrite(
  { notice, item, change }: Verdict,
  {
    groups,
    changes,
    remembered,
  }: {
    groups: readonly EntityItem<typeof InboxGroups>[];
    changes: readonly GroupChange[];
    /** Until when it is, of who is taken out. */
    remembered: { expiresAt: number } | undefined;
  },
  otherwise: Again,
): Write<void> {
  const { recipientId, kind, targetId, actorId, sourceId } = notice;
  const key = { recipientId, kind, targetId, actorId };
  const told = { ...key, ...(sourceId !== undefined && { sourceId }) };
  const removal = InboxActors.remove(key);
  const asItWas: Parameters<typeof removal.where>[0] = (is, { eq, exists, notExists }) => {
    if (!item) return notExists(is.group);
    return `${eq(is.group, item.group)} AND ${item.isOver ? exists(is.isOver) : notExists(is.isOver)}`;
  };
  if (change === 'forget' || (change === 'remove' && !remembered)) {
    return writeIf(removal.where(asItWas), otherwise);
  }
  if (change === 'remove') {
    const { group = '' } = item ?? {};
    const entryId = groups.find((left) => left.group === group)?.entryId;
    const over = InboxActors.put({
      ...{ ...told, group, isOver: true, ...remembered },
      ...(entryId !== undefined && { entryId }),
    });
    return writeIf(over.where(asItWas), otherwise);
  }
  const { group = '' } =
    change === 'return' ? (item ?? {}) : (changes.find(({ isOpen }) => isOpen) ?? {});
  return writeIf(InboxActors.put({ ...told, group }).where(asItWas), otherwise);
}

function groupWrite(
  thread: Thread,
  { group, before, actorCount, newest, entryId }: GroupChange,
  otherwise: Again,
): Write<void> {
  const key = { ...thread, group };
  const after = { ...key, actorCount, newest, entryId };
  if (!before) return writeIf(InboxGroups.create(after), otherwise);
  const removal = InboxGroups.remove(key);
  const asItWas: Parameters<typeof removal.where>[0] = (is, { eq }) =>
    [
      eq(is.entryId, before.entryId),
      eq(is.actorCount, before.actorCount),
      // Some may have left while as many returned.
      eq(is.newest, before.newest),
    ].join(' AND ');
  return writeIf(
    actorCount === 0 ? removal.where(asItWas) : InboxGroups.put(after).where(asItWas),
    otherwise,
  );
}
