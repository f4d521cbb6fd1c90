import type { EntityItem } from 'electrodb';
import { one } from '../model/read.ts';
import { NotificationPreferences } from './notification-preferences.entity.ts';
import {
  type NotificationPreferencesInput,
  type NotificationPreferencesView,
  type NotificationTopic,
  notificationTopics,
} from './notification-preferences-schema.ts';

/** Mail is for what waits for an answer. */
const mailedTopics: ReadonlySet<string> = new Set(['exchange', 'invitation', 'license']);

/** Names what a user chose, to be read together with others' items. */
export const preferencesRead = (userId: string) => one(NotificationPreferences, { userId });

/** Whether somebody who chose this is told of something by their inbox. */
export const wantsInInbox = (
  preferences: EntityItem<typeof NotificationPreferences> | null,
  topic: NotificationTopic,
): boolean => toView(preferences?.chosen ?? {}).topics[topic].inbox;

export function toView({
  topics = {},
  quietHours = null,
}: NotificationPreferencesInput): NotificationPreferencesView {
  const entries = notificationTopics.map((topic) => [
    topic,
    { push: true, mail: mailedTopics.has(topic), inbox: true, ...topics[topic] },
  ]);
  return { topics: Object.fromEntries(entries), quietHours };
}
