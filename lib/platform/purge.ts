import type { DomainPurge } from '../purge/purge-step.ts';

/** The machinery names people by hashes alone, or only while it works. */
export const platformPurge: DomainPurge = {
  steps: [],
  withAccount: [],
  expiring: {
    revocation: 'It ends with the last access token that it revokes.',
    queueRedrive: 'It ends ten minutes after dead letters were moved back.',
    once: 'It ends 24 hours after the request; of messages and slots it names nobody.',
  },
  kept: {
    auditEntry:
      'Who did what stays to be looked up for 400 days: by ids, source addresses and the reasons that administrators gave.',
  },
  withoutUsers: ['outsideEffect', 'queueBacklog', 'rateBucket', 'taskRun'],
};
