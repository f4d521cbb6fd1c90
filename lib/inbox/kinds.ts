import { moderationInboxKinds } from '../moderation/inbox-kinds.ts';
import { snsInboxKinds } from '../sns/inbox-kinds.ts';
import type { InboxKind } from './kind.ts';
import type { KindName } from './schema.ts';

/** All kinds of entries, of every domain. */
export const inboxKinds: Readonly<Record<KindName, InboxKind>> = {
  ...snsInboxKinds,
  ...moderationInboxKinds,
};
