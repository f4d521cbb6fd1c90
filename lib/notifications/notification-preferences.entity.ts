import { CustomAttributeType } from 'electrodb';
import { Entity, table } from '../model/electro.ts';
import type { NotificationPreferencesInput } from './notification-preferences-schema.ts';

/** What a user chose otherwise than it is for everybody. */
export const NotificationPreferences = new Entity(
  {
    model: { service: 'moa', entity: 'notificationPreferences', version: '1' },
    attributes: {
      userId: { type: 'string', required: true },
      chosen: { type: CustomAttributeType<NotificationPreferencesInput>('any'), required: true },
      /** RFC 3339. */
      updatedAt: { type: 'string', required: true },
    },
    indexes: {
      /** Isolated: one item a user, read by whatever notifies them. */
      preferences: {
        pk: { field: 'pk', composite: ['userId'], casing: 'none' },
        sk: { field: 'sk', composite: [], casing: 'none' },
      },
    },
  },
  table,
);
