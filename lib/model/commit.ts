import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { dynamodb } from '../aws/dynamodb.ts';
import { type Caller, callerId, type Origin, originOf } from '../caller.ts';
import { AppError } from '../errors/app-error.ts';
import { dependencyUnavailable, idempotencyInProgress } from '../errors/request-errors.ts';
import { currentTrace } from '../trace.ts';
import { findDone, type Once, recordDone } from './once.ts';
import {
  type Action,
  type Item,
  keepsOrigin,
  type OutcomeOf,
  stamped,
  transactItem,
  type Write,
} from './write.ts';

/**
 * Applies all writes or none and answers `outcome`. When the condition of a write does not hold, its
 * `otherwise` decides; it may commit something else. A call that serves an idempotency key, a message
 * or a slot commits once, and a repeat answers the first outcome without writing.
 *
 * @throws AppError the code in `otherwise` · `request.idempotency_key_reused` ·
 * `request.dependency_unavailable` when other writers kept winning
 */
export type Commit = <W extends Write<unknown>, Outcome>(
  writes: readonly W[],
  outcome: Outcome,
) => Promise<Outcome | OutcomeOf<W>>;

/** {@link Commit} of what happens beside the one commit of a call; no repeat is recognised. */
export type Apply = <W extends Write<unknown>, Outcome = undefined>(
  writes: readonly W[],
  outcome?: Outcome,
  /** Who writes, when it is not the caller. */
  by?: { actor: string },
) => Promise<Outcome | OutcomeOf<W>>;

export interface CommitOptions {
  /** Who writes, as in `callerId`. */
  actor: string;
  /** By what and from where they ask for it. */
  origin?: Origin;
  now: Date;
  once?: Once | undefined;
  /** Called when the outcome comes from an earlier call. */
  onReplay?: (outcome: unknown) => void;
}

/** The two ways in which a call of a caller writes. */
export function transactionsOf({
  caller,
  ...options
}: Omit<CommitOptions, 'actor' | 'origin'> & { caller: Caller }): { commit: Commit; apply: Apply } {
  const own = { actor: callerId(caller), origin: originOf(caller) };
  const { now } = options;
  return {
    commit: createCommit({ ...options, ...own }),
    apply: <W extends Write<unknown>, Outcome = undefined>(
      writes: readonly W[],
      outcome?: Outcome,
      by?: { actor: string },
    ) => createCommit({ ...own, ...by, now })(writes, outcome as Outcome),
  };
}

/** How long a commit goes on against other writers; a route has ten seconds in all. */
const conflictMilliseconds = 6000;

/** Full jitter below this; a crowd on one item needs room more than haste. */
const longestPauseMilliseconds = 400;

export function createCommit({ actor, origin = {}, now, once, onReplay }: CommitOptions): Commit {
  let used = false;
  return async <W extends Write<unknown>, Outcome>(
    writes: readonly W[],
    outcome: Outcome,
  ): Promise<Outcome | OutcomeOf<W>> => {
    if (once && used) throw new Error('A call that happens once commits once');
    used = true;
    const record = once && (await recordDone(once, outcome, now));
    const correlationId = currentTrace()?.correlationId;
    const stamp = { writtenBy: actor, ...(correlationId !== undefined && { correlationId }) };
    // Not an empty map: DynamoDB Local leaves its type out of the stream.
    const writtenFrom = Object.keys(origin).length > 0 ? origin : null;
    const actions = [...writes, ...(record ? [record] : [])].map(({ action }) =>
      stamped(action, keepsOrigin(action) ? { ...stamp, writtenFrom } : stamp),
    );
    const refused = await apply(actions, (index) => writes[index]?.contended?.after);
    if (!refused) return outcome;
    // Nothing was applied: what stands instead may lead to other writes.
    used = false;
    if (refused.isContended) {
      const contended = writes[refused.index]?.contended;
      if (!contended) throw new Error('A write without an alternative was given up');
      return contended.instead() as Promise<OutcomeOf<W>>;
    }

    // A repeat finds its record, and then often its own effect in the way as well: the record rules.
    const done = once && (await findDone(once, now));
    if (done) {
      onReplay?.(done.outcome);
      return once.keepOutcome ? (done.outcome as typeof outcome) : outcome;
    }
    const write = writes[refused.index];
    if (!write) throw new AppError(idempotencyInProgress, { retryAfterSeconds: 1 });
    const { otherwise } = write;
    if (otherwise === undefined) {
      throw new Error(`A condition without an alternative failed: ${write.action.kind}`);
    }
    if (typeof otherwise !== 'function') throw new AppError(otherwise);
    return otherwise(refused.existing) as Promise<OutcomeOf<W>>;
  };
}

interface Refusal {
  /** Position of the write whose condition failed, or whose item others kept winning. */
  index: number;
  existing?: Item | undefined;
  isContended?: true;
}

/** @param patience How often the write at a position may lose to others; `undefined` for ever. */
async function apply(
  actions: Action[],
  patience: (index: number) => number | undefined,
): Promise<Refusal | undefined> {
  const [first] = actions;
  if (!first) return undefined;
  const clientToken = randomUUID();
  const deadline = performance.now() + conflictMilliseconds;
  for (let conflicts = 0; ; conflicts++) {
    try {
      return actions.length === 1 && isSafeToRepeat(first)
        ? await applyOne(first)
        : await applyAll(actions, clientToken);
    } catch (error) {
      if (!isConflict(error)) throw error;
      const lost = conflictsOf(error).find(
        (index) => conflicts + 1 >= (patience(index) ?? Infinity),
      );
      if (lost !== undefined) return { index: lost, isContended: true };
      if (performance.now() > deadline) {
        throw new AppError(dependencyUnavailable, {
          cause: error,
          retryAfterSeconds: 1,
        });
      }
      await pause(Math.random() * Math.min(longestPauseMilliseconds, 15 * 2 ** conflicts));
    }
  }
}

/**
 * The SDK repeats a call whose reply was lost. What has a condition or adds to what is there needs a
 * client token then, which only transactions take: by the item alone nobody can tell that it was
 * written, once somebody else has written it again.
 */
function isSafeToRepeat({ kind, parameters }: Action): boolean {
  return (kind === 'Put' || kind === 'Delete') && parameters.ConditionExpression === undefined;
}

async function applyOne({ kind, parameters }: Action): Promise<undefined> {
  if (kind === 'Put') await dynamodb().send(new PutCommand(parameters));
  else if (kind === 'Delete') await dynamodb().send(new DeleteCommand(parameters));
  else throw new Error(`${kind} is not safe to repeat`);
}

async function applyAll(actions: Action[], clientToken: string): Promise<Refusal | undefined> {
  try {
    await dynamodb().send(
      new TransactWriteCommand({
        TransactItems: actions.map(transactItem),
        // For repeats by the SDK. Repeats by clients and queues are new transactions, which the once
        // record in them stops: it outlives the ten minutes of a token.
        ClientRequestToken: clientToken,
      }),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const reasons = error.CancellationReasons ?? [];
    const index = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
    if (index < 0) throw error;
    const item = reasons[index]?.Item;
    return { index, existing: item && unmarshall(item) };
  }
}

/** Reasons of a cancellation that another try can overcome. */
const passingReasons = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** Positions of the writes that others won. */
function conflictsOf(error: unknown): number[] {
  if (!(error instanceof TransactionCanceledException)) return [];
  const reasons = error.CancellationReasons ?? [];
  return reasons.flatMap(({ Code }, index) => (Code === 'TransactionConflict' ? [index] : []));
}

function isConflict(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TransactionConflictException') return true;
  if (error.name === 'TransactionInProgressException') return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
  return codes.some((code) => code !== undefined && passingReasons.has(code));
}
