import * as companies from '../../events/messages/companies.ts';
import * as files from '../../events/messages/files.ts';
import * as identity from '../../events/messages/identity.ts';
import * as inbox from '../../events/messages/inbox.ts';
import * as platform from '../../events/messages/platform.ts';
import * as sns from '../../events/messages/sns.ts';
import type { MessageDefinition } from '../queue/message.ts';

const all = { ...identity, ...platform, ...sns, ...inbox, ...files, ...companies };

/** Every event and command. */
export const messages: readonly MessageDefinition[] = Object.values<MessageDefinition>(all);
