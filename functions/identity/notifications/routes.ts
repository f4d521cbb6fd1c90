import { defineRoute } from '../../../lib/http/route.ts';
import {
  notificationPreferencesInput,
  notificationPreferencesView,
  notificationTopics,
} from '../../../lib/notifications/notification-preferences-schema.ts';
import { ownAccount } from '../shared.ts';

const examplePreferences = {
  topics: Object.fromEntries(
    notificationTopics.map((topic) => [topic, { push: true, mail: false, inbox: true }]),
  ),
  quietHours: { start: '22:00', end: '07:00' },
};

export const getNotificationPreferences = defineRoute({
  id: 'identity.getNotificationPreferences',
  method: 'GET',
  path: '/v1/users/me/notification-preferences',
  summary: 'Get your notification preferences',
  auth: ownAccount,
  responses: { 200: notificationPreferencesView },
  errors: [],
  examples: { response: examplePreferences },
  needs: { dynamodb: ['GetItem'] },
});

export const putNotificationPreferences = defineRoute({
  id: 'identity.putNotificationPreferences',
  method: 'PUT',
  path: '/v1/users/me/notification-preferences',
  summary: 'Replace your notification preferences',
  description:
    'Replaces all earlier choices; what is left out gets its default. Nothing is pushed during the quiet hours, which are in the time zone of your profile.',
  auth: ownAccount,
  body: notificationPreferencesInput,
  responses: { 200: notificationPreferencesView },
  errors: [],
  examples: {
    body: { topics: { like: { mail: false } }, quietHours: { start: '22:00', end: '07:00' } },
    response: examplePreferences,
  },
  needs: { dynamodb: ['PutItem'] },
});
