import * as queues from '../../../events/queues/identity.ts';
import {
  mailAccountDeleted,
  mailAccountRestored,
} from '../../../lib/identity/mails/deletion-notices.ts';
import {
  mailIdentityLinked,
  mailIdentityUnlinked,
} from '../../../lib/identity/mails/identity-notices.ts';
import {
  apiKeyCreatedMail,
  passkeyRegisteredMail,
  passkeyRemovedMail,
  signUpRepeatedMail,
  totpDisabledMail,
  totpEnabledMail,
} from '../../../lib/identity/mails/mails.ts';
import { mailNotice } from '../../../lib/identity/mails/notice-mail.ts';
import {
  mailPasswordChanged,
  mailPasswordReset,
} from '../../../lib/identity/recovery/password-reset.ts';
import { mailNewDevice } from '../../../lib/identity/sessions/new-device-notice.ts';
import { mailVerification } from '../../../lib/identity/sign-up/email-verification.ts';
import { consume } from '../../../lib/queue/consume.ts';

const queue = queues.sendIdentityMail;

export const handler = consume(queue, {
  'user.created': (ctx, { data }) => mailVerification(ctx, queue, data.userId, 'account_opened'),
  'verification.requested': (ctx, { data }) => mailVerification(ctx, queue, data.userId),
  'sign_in.unverified': (ctx, { data }) => mailVerification(ctx, queue, data.userId, 'signed_in'),
  'sign_up.repeated': (ctx, { data }) => mailNotice(ctx, queue, data.userId, signUpRepeatedMail),
  'identity.linked': (ctx, { data }) => mailIdentityLinked(ctx, queue, data),
  'identity.unlinked': (ctx, { data }) => mailIdentityUnlinked(ctx, queue, data),
  'sign_in.from_new_device': (ctx, { data }) => mailNewDevice(ctx, queue, data),
  'totp.enabled': (ctx, { data }) => mailNotice(ctx, queue, data.userId, totpEnabledMail),
  'totp.disabled': (ctx, { data }) => mailNotice(ctx, queue, data.userId, totpDisabledMail),
  'user.deleted': (ctx, { data }) => mailAccountDeleted(ctx, queue, data.userId),
  'user.restored': (ctx, { data }) => mailAccountRestored(ctx, queue, data.userId),
  'passkey.registered': (ctx, { data }) =>
    mailNotice(ctx, queue, data.userId, passkeyRegisteredMail),
  'passkey.removed': (ctx, { data }) => mailNotice(ctx, queue, data.userId, passkeyRemovedMail),
  'api_key.created': (ctx, { data }) => mailNotice(ctx, queue, data.userId, apiKeyCreatedMail),
  'password_reset.requested': (ctx, { data }) => mailPasswordReset(ctx, queue, data.userId),
  'user.password_changed': (ctx, { data }) => mailPasswordChanged(ctx, queue, data),
});
