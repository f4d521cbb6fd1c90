import type { InboxKind } from '../inbox/kind.ts';
import type { KindName } from '../inbox/schema.ts';
import { moderationInboxKinds } from '../moderation/inbox-kinds.ts';
import { snsInboxKinds } from '../sns/inbox.ts';

/** All kinds of entries, of every domain. */
export const inboxKinds: Readonly<Record<KindName, InboxKind>> = {
  ...snsInboxKinds,
  ...moderationInboxKinds,
};
