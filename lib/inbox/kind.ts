import type { User } from '../identity/accounts/user-view.ts';
import type { Gettable } from '../model/read.ts';
import type { Otherwise, Write } from '../model/write.ts';
import type { NotificationTopic } from '../notifications/notification-preferences-schema.ts';
import type { KindName } from '../schema/inbox-kinds.ts';
import type { InboxEntryView } from './schema.ts';

/** What somebody did that somebody else is told of. */
export interface Notice {
  recipientId: string;
  kind: KindName;
  /** What it was done to. */
  targetId: string;
  actorId: string;
  /** What it was done by, where that is a thing of its own: a reply. */
  sourceId?: string | undefined;
}

type Found<Reads extends readonly Gettable<unknown>[]> = {
  [Index in keyof Reads]: Reads[Index] extends Gettable<infer Data> ? Data | null : never;
};

type TargetType = InboxEntryView['target']['type'];

interface Definition<Reads extends readonly Gettable<unknown>[]> {
  /** By which its recipients choose whether they are told; without it, they always are. */
  topic?: NotificationTopic;
  targetType: TargetType | ((targetId: string) => TargetType);
  /** It can be done, taken back and done again at will: within weeks, that is not told as new. */
  isToggled?: true;
  /** What tells whether a notice is true; as many for each. */
  reads: (notice: Notice) => Reads;
  /**
   * Whether it was done and stands, and the recipient may know of it. `actor` is `null` while their
   * account is deleted, from which it may come back.
   */
  holds: (found: Found<Reads>, notice: Notice, actor: User | null) => boolean;
  /** Why it was done, where that is told. */
  reasonOf?: (found: Found<Reads>) => string | undefined;
  /** The conditions that what was found, and can come and go, is so still. */
  asFound: <Outcome = never>(
    found: Found<Reads>,
    notice: Notice,
    otherwise: Otherwise<Outcome>,
  ) => Write<Outcome>[];
}

/** A kind of entry, whatever tells whether its notices are true. */
export type InboxKind = Definition<readonly Gettable<unknown>[]>;

/** The kinds of entries of all domains. */
export type InboxKinds = Readonly<Record<KindName, InboxKind>>;

/**
 * Declares a kind of inbox entries. What is stored only suggests: an entry is shown as long as
 * `holds` says so.
 */
export function defineInboxKind<const Reads extends readonly Gettable<unknown>[]>(
  definition: Definition<Reads>,
): InboxKind {
  return definition as unknown as InboxKind;
}
