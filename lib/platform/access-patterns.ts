import { Revocations } from '../auth/revocations.entity.ts';
import { RateBuckets } from '../http/rate-limit.entity.ts';
import type { AccessPattern } from '../model/access-pattern.ts';
import { OnceRecords } from '../model/once.entity.ts';
import { AuditEntries, everyAction, listOf } from './audit/audit-entries.entity.ts';
import { QueueBacklogs } from './queues/queue-backlogs.entity.ts';

const userId = 'usr_01jd3v9k2m4n5p6q7r8s9t0v1w';
const hash = 'Yzk0ZGJlMmYxYTU2NDM4N2E5MGJlZDEyNzhjZjM0NWE';

/** The questions of the machinery to the table. */
export const platformAccessPatterns: readonly AccessPattern[] = [
  {
    id: 'platform.live-revocations',
    question: 'Which sessions ended while their access tokens are still alive?',
    usedBy: ['every route that takes credentials, at most once in three seconds a container'],
    index: 'primary',
    consistent: true,
    build: () => Revocations.query.live({}).params({ consistent: true }),
  },
  {
    id: 'platform.once-record',
    question: 'What came of this idempotency key or message?',
    usedBy: ['every idempotent route', 'every worker whose write is refused'],
    index: 'primary',
    consistent: true,
    build: () => OnceRecords.get({ key: hash }).params({ consistent: true }),
  },
  {
    id: 'platform.rate-bucket',
    question: 'How full is this bucket?',
    usedBy: ['every limited route whose bucket is empty'],
    index: 'primary',
    consistent: true,
    build: () => RateBuckets.get({ bucket: hash }).params({ consistent: true }),
  },
  {
    id: 'platform.queue-backlogs',
    question: 'In which queues do messages wait, and since when?',
    usedBy: ['platform.listQueues'],
    index: 'primary',
    consistent: true,
    build: () => QueueBacklogs.query.backlogs({}).params({ consistent: true }),
  },
  {
    id: 'platform.audit-by-time',
    question: 'Who did what, or this, in this month, as far as this shard knows?',
    usedBy: ['platform.listAuditEntries'],
    index: 'primary',
    consistent: false,
    build: () =>
      AuditEntries.query
        .byTime({ list: listOf(everyAction, '2026-11', 0) })
        .params({ order: 'desc' }),
  },
  {
    id: 'platform.audit-by-actor',
    question: 'What did this user do to which account?',
    usedBy: ['platform.listAuditEntries'],
    index: 'gsi1',
    consistent: false,
    build: () =>
      AuditEntries.query.byActor({ actorId: userId, actorShard: 0 }).params({ order: 'desc' }),
  },
  {
    id: 'platform.audit-by-object',
    question: 'What was done to this?',
    usedBy: ['platform.listAuditEntries'],
    index: 'gsi2',
    consistent: false,
    build: () => AuditEntries.query.byObject({ objectId: userId }).params({ order: 'desc' }),
  },
];
