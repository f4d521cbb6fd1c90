import { companiesInboxKinds } from '../companies/inbox.ts';
import type { InboxKinds } from '../inbox/kind.ts';
import { moderationInboxKinds } from '../moderation/inbox.ts';
import { snsInboxKinds } from '../sns/inbox.ts';

export const inboxKinds: InboxKinds = {
  ...snsInboxKinds,
  ...moderationInboxKinds,
  ...companiesInboxKinds,
};
