import { CustomAttributeType } from 'electrodb';
import { entity } from '../model/entity.ts';
import type { NotificationPreferencesInput } from './notification-preferences-schema.ts';

/** What a user chose otherwise than it is for everybody. */
export const NotificationPreferences = entity('notificationPreferences', {
  attributes: {
    userId: { type: 'string', required: true },
    chosen: { type: CustomAttributeType<NotificationPreferencesInput>('any'), required: true },
    /** RFC 3339. */
    updatedAt: { type: 'string', required: true },
  },
  indexes: {
    /** Isolated: one item a user, read by whatever notifies them. */
    preferences: { pk: ['userId'], sk: [] },
  },
});
