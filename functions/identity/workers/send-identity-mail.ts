import { sendIdentityMail } from '../../../events/queues/identity.ts';
import { mailRepeatedSignUp, mailVerification } from '../../../lib/identity/email-verification.ts';
import {
  mailIdentityLinked,
  mailIdentityUnlinked,
} from '../../../lib/identity/identity-notices.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(sendIdentityMail, {
  'user.created': (ctx, { data }) => mailVerification(ctx, sendIdentityMail, data.userId),
  'verification.requested': (ctx, { data }) => mailVerification(ctx, sendIdentityMail, data.userId),
  'sign_up.repeated': (ctx, { data }) => mailRepeatedSignUp(ctx, sendIdentityMail, data.userId),
  'identity.linked': (ctx, { data }) => mailIdentityLinked(ctx, sendIdentityMail, data),
  'identity.unlinked': (ctx, { data }) => mailIdentityUnlinked(ctx, sendIdentityMail, data),
});
