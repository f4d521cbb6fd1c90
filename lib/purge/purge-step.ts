import type { SystemCaller } from '../caller.ts';
import type { Context } from '../context.ts';

/** What one part of a step came to. */
export interface Part {
  /** Whether anything of the user was still there. */
  hasRemoved: boolean;
  /** Where the next part goes on; left out when nothing more was found. */
  rest?: string;
}

/**
 * Removes one kind of what a domain holds of a user. A part is bounded, harmless to repeat, and finds
 * by itself what earlier parts have left.
 */
export interface PurgeStep {
  /** `<domain>.<kind>`; names the step in messages. */
  id: `${string}.${string}`;
  /** Names of the entities of which it leaves no item that names the user. */
  covers: readonly string[];
  /** @param after `rest` of the part before */
  removePart(ctx: Context<SystemCaller>, userId: string, after?: string): Promise<Part>;
}

/** What a domain does with what it holds when an account is purged. */
export interface DomainPurge {
  /** In their order. */
  steps: readonly PurgeStep[];
  /** Entities whose items go in the transactions that delete the account, and begin and end its purge. */
  withAccount: readonly string[];
  /** Entities that name users and end by themselves within two days, with what ends them. */
  expiring: Readonly<Record<string, string>>;
  /** Entities that go on naming a purged user, by decision, with the reason. */
  kept: Readonly<Record<string, string>>;
  /** Entities that name no user. */
  withoutUsers: readonly string[];
}
