import type { InboxKinds } from '../inbox/kind.ts';
import { moderationInboxKinds } from '../moderation/inbox.ts';
import { snsInboxKinds } from '../sns/inbox.ts';

export const inboxKinds: InboxKinds = {
  ...snsInboxKinds,
  ...moderationInboxKinds,
};
