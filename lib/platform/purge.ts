import type { DomainPurge } from '../purge/purge-step.ts';

/** What the machinery keeps names people by hashes, or for as long as it takes to do its work. */
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
