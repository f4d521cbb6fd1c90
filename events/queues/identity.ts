import { defineQueue } from '../../lib/queue/queue.ts';
import { imageRefused, imageRemoved, imageRendered } from '../messages/files.ts';
import {
  apiKeyCreated,
  apiKeyDeleted,
  identityLinked,
  identityUnlinked,
  newDeviceSignIn,
  passkeyRegistered,
  passkeyRemoved,
  passwordChanged,
  passwordResetRequested,
  profileImageReplaced,
  purgeAccount as purgeAccountCommand,
  sessionEnded,
  signUpRepeated,
  totpDisabled,
  totpEnabled,
  unverifiedSignIn,
  userCreated,
  userDeleted,
  userRestored,
  verificationRequested,
} from '../messages/identity.ts';

export const sendIdentityMail = defineQueue({
  id: 'identity.sendIdentityMail',
  summary: 'Mail users what their account asks of them',
  subscribes: [
    userCreated,
    signUpRepeated,
    verificationRequested,
    unverifiedSignIn,
    passwordResetRequested,
    passwordChanged,
    newDeviceSignIn,
    identityLinked,
    identityUnlinked,
    passkeyRegistered,
    passkeyRemoved,
    apiKeyCreated,
    totpEnabled,
    totpDisabled,
    userDeleted,
    userRestored,
  ],
  accepts: [],
  timeoutSeconds: 20,
  batchSize: 5,
  maxConcurrency: 5,
  // Nobody is harmed by a second mail with the same link or notice; without any they are stuck.
  outsideEffect: 'at_least_once',
  needs: {
    dynamodb: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'],
    ses: ['SendEmail'],
    secrets: ['mailed-token-key'],
  },
});

export const removeLeftovers = defineQueue({
  id: 'identity.removeLeftovers',
  summary: 'Remove the devices of a session that has ended, and API keys that have ended',
  subscribes: [sessionEnded, apiKeyDeleted],
  accepts: [],
  timeoutSeconds: 20,
  batchSize: 5,
  outsideEffect: 'none',
  needs: { dynamodb: ['Query', 'DeleteItem', 'PutItem'] },
});

export const purgeAccount = defineQueue({
  id: 'identity.purgeAccount',
  summary: 'Remove all that every domain holds of a deleted account',
  subscribes: [],
  accepts: [purgeAccountCommand],
  timeoutSeconds: 120,
  batchSize: 1,
  outsideEffect: 'none',
  needs: {
    dynamodb: [
      ...(['GetItem', 'BatchGetItem', 'Query'] as const),
      ...(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'] as const),
    ],
    indexes: ['gsi1', 'gsi2'],
    sqs: ['purge-account'],
  },
});

export const settleProfileImages = defineQueue({
  id: 'identity.settleProfileImages',
  summary: 'Show profile images that have been rendered, and let go of those that are replaced',
  subscribes: [imageRendered, imageRefused, imageRemoved, profileImageReplaced],
  accepts: [],
  timeoutSeconds: 20,
  batchSize: 10,
  outsideEffect: 'none',
  needs: { dynamodb: ['BatchGetItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'] },
});

/** The queues of this domain's workers. */
export const identityQueues = [
  sendIdentityMail,
  removeLeftovers,
  purgeAccount,
  settleProfileImages,
] as const;
