import { ApiKeys } from '../auth/api-keys.entity.ts';
import { KnownSources } from '../auth/known-sources.entity.ts';
import { Revocations } from '../auth/revocations.entity.ts';
import { InvitationClaims } from '../companies/invitations/invitation-claims.entity.ts';
import { InvitationTokens } from '../companies/invitations/invitation-tokens.entity.ts';
import { Invitations } from '../companies/invitations/invitations.entity.ts';
import { CompanyLogos } from '../companies/logo/company-logos.entity.ts';
import { Companies } from '../companies/membership/companies.entity.ts';
import { CompanyCounts } from '../companies/membership/company-counts.entity.ts';
import { FormerMembers } from '../companies/membership/former-members.entity.ts';
import { Members } from '../companies/membership/members.entity.ts';
import { CompanyClaims } from '../companies/records/company-claims.entity.ts';
import { CompanyEntries } from '../companies/records/company-entries.entity.ts';
import { CompanyHistory } from '../companies/records/company-history.entity.ts';
import { CompanySettings } from '../companies/settings/company-settings.entity.ts';
import { TaskRuns } from '../cron/task-runs.entity.ts';
import { FileUsage } from '../files/library/file-usage.entity.ts';
import { Files } from '../files/library/files.entity.ts';
import { Uploads } from '../files/library/uploads.entity.ts';
import { RateBuckets } from '../http/rate-limit.entity.ts';
import { AddressClaims } from '../identity/accounts/address-claims.entity.ts';
import { Administrators } from '../identity/accounts/administrators.entity.ts';
import { FirstAccount } from '../identity/accounts/first-account.entity.ts';
import { HandleClaims } from '../identity/accounts/handle-claims.entity.ts';
import { LinkedIdentities } from '../identity/accounts/linked-identities.entity.ts';
import { Passkeys } from '../identity/accounts/passkeys.entity.ts';
import { UserCounters } from '../identity/accounts/user-counters.entity.ts';
import { UserTerms } from '../identity/accounts/user-terms.entity.ts';
import { Users } from '../identity/accounts/users.entity.ts';
import { ApiKeyLists } from '../identity/api-keys/api-key-lists.entity.ts';
import { PurgeReceipts } from '../identity/deletion/purge-receipts.entity.ts';
import { Devices } from '../identity/devices/devices.entity.ts';
import { PushTokenClaims } from '../identity/devices/push-token-claims.entity.ts';
import { MailRequests } from '../identity/mails/mail-requests.entity.ts';
import { PasskeyClaims } from '../identity/passkeys/passkey-claims.entity.ts';
import { SpentPasskeyChallenges } from '../identity/passkeys/spent-passkey-challenges.entity.ts';
import { PasswordResets } from '../identity/recovery/password-resets.entity.ts';
import { KnownDevices } from '../identity/sessions/known-devices.entity.ts';
import { SessionRosters } from '../identity/sessions/session-rosters.entity.ts';
import { Sessions } from '../identity/sessions/sessions.entity.ts';
import { FailedSignIns } from '../identity/sign-in/failed-sign-ins.entity.ts';
import { MfaChallenges } from '../identity/sign-in/mfa-challenges.entity.ts';
import { EmailVerifications } from '../identity/sign-up/email-verifications.entity.ts';
import { IdentityClaims } from '../identity/social/identity-claims.entity.ts';
import { TotpFactors } from '../identity/totp/totp-factors.entity.ts';
import { InboxActors } from '../inbox/actors.entity.ts';
import { InboxGroups } from '../inbox/groups.entity.ts';
import { InboxPositions } from '../inbox/positions.entity.ts';
import { OnceRecords } from '../model/once.entity.ts';
import { Takedowns } from '../moderation/takedowns.entity.ts';
import { NotificationPreferences } from '../notifications/notification-preferences.entity.ts';
import { AuditEntries } from '../platform/audit/audit-entries.entity.ts';
import { QueueBacklogs } from '../platform/queues/queue-backlogs.entity.ts';
import { QueueRedrives } from '../platform/queues/queue-redrives.entity.ts';
import { OutsideEffects } from '../queue/outside-effects.entity.ts';
import { Barriers } from '../relations/barriers.entity.ts';
import { FollowRequests } from '../relations/follow-requests.entity.ts';
import { Follows } from '../relations/follows.entity.ts';
import { PostImages } from '../sns/images/post-images.entity.ts';
import { Likes } from '../sns/posts/likes.entity.ts';
import { Mentions } from '../sns/posts/mentions.entity.ts';
import { PostEdits } from '../sns/posts/post-edits.entity.ts';
import { PostShards } from '../sns/posts/post-shards.entity.ts';
import { Posts } from '../sns/posts/posts.entity.ts';
import { Replies } from '../sns/posts/replies.entity.ts';
import { SpreadPosts } from '../sns/posts/spread-posts.entity.ts';
import { PostTags } from '../sns/tags/post-tags.entity.ts';
import { AuthorLogs } from '../sns/timeline/author-logs.entity.ts';
import { HomeEntries } from '../sns/timeline/home-entries.entity.ts';
import { TimelineWalks } from '../sns/timeline/timeline-walks.entity.ts';

/** Every entity, by the name that its items carry. */
export const entities = {
  addressClaim: AddressClaims,
  administrators: Administrators,
  apiKey: ApiKeys,
  apiKeyList: ApiKeyLists,
  auditEntry: AuditEntries,
  authorLog: AuthorLogs,
  barrier: Barriers,
  company: Companies,
  companyClaim: CompanyClaims,
  companyCounts: CompanyCounts,
  companyEntry: CompanyEntries,
  companyHistoryEntry: CompanyHistory,
  companySettings: CompanySettings,
  companyLogo: CompanyLogos,
  device: Devices,
  emailVerification: EmailVerifications,
  failedSignIn: FailedSignIns,
  file: Files,
  fileUsage: FileUsage,
  firstAccount: FirstAccount,
  follow: Follows,
  followRequest: FollowRequests,
  formerMember: FormerMembers,
  handleClaim: HandleClaims,
  homeEntry: HomeEntries,
  identityClaim: IdentityClaims,
  inboxActor: InboxActors,
  inboxGroup: InboxGroups,
  inboxPosition: InboxPositions,
  invitation: Invitations,
  invitationClaim: InvitationClaims,
  invitationToken: InvitationTokens,
  knownDevice: KnownDevices,
  knownSource: KnownSources,
  like: Likes,
  linkedIdentities: LinkedIdentities,
  mailRequest: MailRequests,
  member: Members,
  mention: Mentions,
  mfaChallenge: MfaChallenges,
  notificationPreferences: NotificationPreferences,
  once: OnceRecords,
  outsideEffect: OutsideEffects,
  passkeyClaim: PasskeyClaims,
  passkeys: Passkeys,
  passwordReset: PasswordResets,
  post: Posts,
  postEdit: PostEdits,
  postImage: PostImages,
  postShard: PostShards,
  postTag: PostTags,
  purgeReceipt: PurgeReceipts,
  pushTokenClaim: PushTokenClaims,
  queueBacklog: QueueBacklogs,
  queueRedrive: QueueRedrives,
  rateBucket: RateBuckets,
  reply: Replies,
  revocation: Revocations,
  session: Sessions,
  sessionRoster: SessionRosters,
  spentPasskeyChallenge: SpentPasskeyChallenges,
  spreadPost: SpreadPosts,
  takedown: Takedowns,
  taskRun: TaskRuns,
  timelineWalk: TimelineWalks,
  totpFactor: TotpFactors,
  upload: Uploads,
  user: Users,
  userCounters: UserCounters,
  userTerm: UserTerms,
};
