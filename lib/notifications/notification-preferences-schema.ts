import * as z from 'zod';

/** What somebody is told of. */
export const notificationTopics = [
  ...(['like', 'follow', 'follow_request', 'reply', 'mention'] as const),
  ...(['exchange', 'invitation', 'message', 'task', 'license'] as const),
] as const;

export type NotificationTopic = (typeof notificationTopics)[number];

/** How they are told. */
const channels = { push: z.boolean(), mail: z.boolean(), inbox: z.boolean() };

const timeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day like 22:00')
  .meta({ example: '22:00' });

/** In the user's own time zone; over midnight where the end comes before the start. */
const quietHours = z
  .strictObject({ start: timeOfDay, end: timeOfDay })
  .refine(({ start, end }) => start !== end, {
    path: ['end'],
    message: 'must differ from the start',
  });

const ofEachTopic = <Schema extends z.ZodType>(schema: Schema) =>
  Object.fromEntries(notificationTopics.map((topic) => [topic, schema])) as Record<
    NotificationTopic,
    Schema
  >;

export const notificationPreferencesInput = z.strictObject({
  topics: z
    .strictObject(ofEachTopic(z.strictObject(channels).partial()))
    .partial()
    .optional(),
  quietHours: quietHours.nullable().optional(),
});

export type NotificationPreferencesInput = z.output<typeof notificationPreferencesInput>;

const channelsView = z.object(channels).meta({ id: 'NotificationChannels' });

export const notificationPreferencesView = z
  .object({
    topics: z.object(ofEachTopic(channelsView)),
    quietHours: z.object({ start: timeOfDay, end: timeOfDay }).nullable(),
  })
  .meta({ id: 'NotificationPreferences' });

export type NotificationPreferencesView = z.input<typeof notificationPreferencesView>;
