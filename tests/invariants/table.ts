import type { EntityItem } from 'electrodb';
import type { ApiKeys } from '../../lib/auth/api-keys.entity.ts';
import type { KnownSources } from '../../lib/auth/known-sources.entity.ts';
import type { Revocations } from '../../lib/auth/revocations.entity.ts';
import type { TaskRuns } from '../../lib/cron/task-runs.entity.ts';
import type { FileUsage } from '../../lib/files/library/file-usage.entity.ts';
import type { Files } from '../../lib/files/library/files.entity.ts';
import type { Uploads } from '../../lib/files/library/uploads.entity.ts';
import type { RateBuckets } from '../../lib/http/rate-limit.entity.ts';
import type { AddressClaims } from '../../lib/identity/accounts/address-claims.entity.ts';
import type { Administrators } from '../../lib/identity/accounts/administrators.entity.ts';
import type { FirstAccount } from '../../lib/identity/accounts/first-account.entity.ts';
import type { HandleClaims } from '../../lib/identity/accounts/handle-claims.entity.ts';
import type { LinkedIdentities } from '../../lib/identity/accounts/linked-identities.entity.ts';
import type { Passkeys } from '../../lib/identity/accounts/passkeys.entity.ts';
import type { UserCounters } from '../../lib/identity/accounts/user-counters.entity.ts';
import type { UserTerms } from '../../lib/identity/accounts/user-terms.entity.ts';
import type { Users } from '../../lib/identity/accounts/users.entity.ts';
import type { ApiKeyLists } from '../../lib/identity/api-keys/api-key-lists.entity.ts';
import type { PurgeReceipts } from '../../lib/identity/deletion/purge-receipts.entity.ts';
import type { Devices } from '../../lib/identity/devices/devices.entity.ts';
import type { PushTokenClaims } from '../../lib/identity/devices/push-token-claims.entity.ts';
import type { MailRequests } from '../../lib/identity/mails/mail-requests.entity.ts';
import type { PasskeyClaims } from '../../lib/identity/passkeys/passkey-claims.entity.ts';
import type { SpentPasskeyChallenges } from '../../lib/identity/passkeys/spent-passkey-challenges.entity.ts';
import type { PasswordResets } from '../../lib/identity/recovery/password-resets.entity.ts';
import type { KnownDevices } from '../../lib/identity/sessions/known-devices.entity.ts';
import type { SessionRosters } from '../../lib/identity/sessions/session-rosters.entity.ts';
import type { Sessions } from '../../lib/identity/sessions/sessions.entity.ts';
import type { FailedSignIns } from '../../lib/identity/sign-in/failed-sign-ins.entity.ts';
import type { MfaChallenges } from '../../lib/identity/sign-in/mfa-challenges.entity.ts';
import type { EmailVerifications } from '../../lib/identity/sign-up/email-verifications.entity.ts';
import type { IdentityClaims } from '../../lib/identity/social/identity-claims.entity.ts';
import type { TotpFactors } from '../../lib/identity/totp/totp-factors.entity.ts';
import type { InboxActors } from '../../lib/inbox/actors.entity.ts';
import type { InboxGroups } from '../../lib/inbox/groups.entity.ts';
import type { InboxPositions } from '../../lib/inbox/positions.entity.ts';
import type { OnceRecords } from '../../lib/model/once.entity.ts';
import type { Item } from '../../lib/model/write.ts';
import type { Takedowns } from '../../lib/moderation/takedowns.entity.ts';
import type { NotificationPreferences } from '../../lib/notifications/notification-preferences.entity.ts';
import type { AuditEntries } from '../../lib/platform/audit/audit-entries.entity.ts';
import type { QueueBacklogs } from '../../lib/platform/queues/queue-backlogs.entity.ts';
import type { QueueRedrives } from '../../lib/platform/queues/queue-redrives.entity.ts';
import type { OutsideEffects } from '../../lib/queue/outside-effects.entity.ts';
import type { Barriers } from '../../lib/relations/barriers.entity.ts';
import type { FollowRequests } from '../../lib/relations/follow-requests.entity.ts';
import type { Follows } from '../../lib/relations/follows.entity.ts';
import type { PostImages } from '../../lib/sns/images/post-images.entity.ts';
import type { Likes } from '../../lib/sns/posts/likes.entity.ts';
import type { Mentions } from '../../lib/sns/posts/mentions.entity.ts';
import type { PostEdits } from '../../lib/sns/posts/post-edits.entity.ts';
import type { PostShards } from '../../lib/sns/posts/post-shards.entity.ts';
import type { Posts } from '../../lib/sns/posts/posts.entity.ts';
import type { Replies } from '../../lib/sns/posts/replies.entity.ts';
import type { SpreadPosts } from '../../lib/sns/posts/spread-posts.entity.ts';
import type { PostTags } from '../../lib/sns/tags/post-tags.entity.ts';
import type { AuthorLogs } from '../../lib/sns/timeline/author-logs.entity.ts';
import type { HomeEntries } from '../../lib/sns/timeline/home-entries.entity.ts';
import type { TimelineWalks } from '../../lib/sns/timeline/timeline-walks.entity.ts';

/** Every entity by the name that its items carry. */
interface Entities {
  addressClaim: typeof AddressClaims;
  apiKey: typeof ApiKeys;
  apiKeyList: typeof ApiKeyLists;
  administrators: typeof Administrators;
  auditEntry: typeof AuditEntries;
  authorLog: typeof AuthorLogs;
  device: typeof Devices;
  emailVerification: typeof EmailVerifications;
  notificationPreferences: typeof NotificationPreferences;
  purgeReceipt: typeof PurgeReceipts;
  pushTokenClaim: typeof PushTokenClaims;
  failedSignIn: typeof FailedSignIns;
  file: typeof Files;
  fileUsage: typeof FileUsage;
  upload: typeof Uploads;
  firstAccount: typeof FirstAccount;
  barrier: typeof Barriers;
  follow: typeof Follows;
  followRequest: typeof FollowRequests;
  handleClaim: typeof HandleClaims;
  homeEntry: typeof HomeEntries;
  identityClaim: typeof IdentityClaims;
  inboxActor: typeof InboxActors;
  inboxGroup: typeof InboxGroups;
  inboxPosition: typeof InboxPositions;
  like: typeof Likes;
  mention: typeof Mentions;
  postTag: typeof PostTags;
  linkedIdentities: typeof LinkedIdentities;
  mailRequest: typeof MailRequests;
  mfaChallenge: typeof MfaChallenges;
  once: typeof OnceRecords;
  outsideEffect: typeof OutsideEffects;
  passkeyClaim: typeof PasskeyClaims;
  passkeys: typeof Passkeys;
  passwordReset: typeof PasswordResets;
  post: typeof Posts;
  postEdit: typeof PostEdits;
  postImage: typeof PostImages;
  postShard: typeof PostShards;
  queueBacklog: typeof QueueBacklogs;
  queueRedrive: typeof QueueRedrives;
  rateBucket: typeof RateBuckets;
  knownDevice: typeof KnownDevices;
  knownSource: typeof KnownSources;
  reply: typeof Replies;
  revocation: typeof Revocations;
  session: typeof Sessions;
  sessionRoster: typeof SessionRosters;
  spentPasskeyChallenge: typeof SpentPasskeyChallenges;
  spreadPost: typeof SpreadPosts;
  takedown: typeof Takedowns;
  taskRun: typeof TaskRuns;
  timelineWalk: typeof TimelineWalks;
  totpFactor: typeof TotpFactors;
  user: typeof Users;
  userCounters: typeof UserCounters;
  userTerm: typeof UserTerms;
}

export type EntityName = keyof Entities;

/** An item with its keys; sets are sorted lists. */
interface StoredItem extends Item {
  pk: string;
  sk: string;
}

export type ItemOf<Name extends EntityName> = EntityItem<Entities[Name]> & StoredItem;

/** The items of a table by entity. */
export interface Table {
  items: readonly StoredItem[];
  of<Name extends EntityName>(name: Name): readonly ItemOf<Name>[];
}

/** Name of the entity of an item; empty when it carries none. */
export const entityOf = ({ __edb_e__: name }: Item): string =>
  typeof name === 'string' ? name : '';

/** @param items as `scanTable` answers them */
export function tableOf(items: readonly Item[]): Table {
  const stored = items.map(withLists);
  const byEntity = Map.groupBy(stored, entityOf);
  return {
    items: stored,
    of: <Name extends EntityName>(name: Name) => (byEntity.get(name) ?? []) as ItemOf<Name>[],
  };
}

function withLists(item: Item): StoredItem {
  const fields = Object.entries(item).map(([name, value]) => [
    name,
    value instanceof Set ? [...(value as Set<string>)].toSorted(byText) : value,
  ]);
  return Object.fromEntries(fields) as StoredItem;
}

const byText = (one: string, other: string) => (one < other ? -1 : 1);
