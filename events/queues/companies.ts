import { defineQueue } from '../../lib/queue/queue.ts';
import {
  companyClosed,
  companyLogoUpdated,
  endInvitations as endInvitationsCommand,
  invitationCreated,
  invitationResent,
  memberRemoved,
  settleLogos as settleLogosCommand,
} from '../messages/companies.ts';
import { imageRefused, imageRemoved, imageRendered } from '../messages/files.ts';

export const mailInvitation = defineQueue({
  id: 'companies.mailInvitation',
  summary: 'Mail invitations to companies',
  subscribes: [invitationCreated, invitationResent],
  accepts: [],
  timeoutSeconds: 20,
  batchSize: 5,
  maxConcurrency: 5,
  // A second mail with the same link harms nobody; without any nobody joins.
  outsideEffect: 'at_least_once',
  needs: {
    dynamodb: ['BatchGetItem', 'PutItem'],
    ses: ['SendEmail'],
    secrets: ['mailed-token-key'],
  },
});

export const releaseMember = defineQueue({
  id: 'companies.releaseMember',
  summary: 'Take from who has left a company what acts for them there',
  subscribes: [memberRemoved],
  accepts: [],
  timeoutSeconds: 30,
  batchSize: 5,
  outsideEffect: 'none',
  needs: {
    dynamodb: ['GetItem', 'BatchGetItem', 'UpdateItem', 'DeleteItem'],
    sqs: ['end-invitations'],
  },
});

export const endInvitations = defineQueue({
  id: 'companies.endInvitations',
  summary: 'End the open invitations of a company that is closed, and of who has left one',
  subscribes: [companyClosed],
  accepts: [endInvitationsCommand],
  timeoutSeconds: 60,
  batchSize: 5,
  outsideEffect: 'none',
  needs: {
    dynamodb: ['GetItem', 'BatchGetItem', 'Query', 'UpdateItem', 'DeleteItem'],
    sqs: ['end-invitations'],
  },
});

export const settleLogos = defineQueue({
  id: 'companies.settleLogos',
  summary: 'Show logos that have been rendered, and let go of those that are replaced',
  subscribes: [imageRendered, imageRefused, imageRemoved, companyLogoUpdated],
  accepts: [settleLogosCommand],
  timeoutSeconds: 20,
  batchSize: 10,
  outsideEffect: 'none',
  needs: {
    dynamodb: ['BatchGetItem', 'Query', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
    sqs: ['settle-logos'],
  },
});

/** The queues of this domain's workers. */
export const companiesQueues = [
  mailInvitation,
  releaseMember,
  endInvitations,
  settleLogos,
] as const;
