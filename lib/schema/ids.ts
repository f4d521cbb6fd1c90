import * as z from 'zod';

/** Prefix of each kind of object; an id is `<prefix>_<lower-case ULID>`. */
export const idPrefixes = {
  user: 'usr',
  session: 'ses',
  apiKey: 'key',
  passkey: 'psk',
  post: 'post',
  file: 'file',
  inboxEntry: 'inb',
  company: 'com',
  invitation: 'inv',
  license: 'lic',
  licensePolicy: 'pol',
  activation: 'act',
  email: 'eml',
  slackMessage: 'slk',
  card: 'card',
  cardExchange: 'xch',
  room: 'room',
  message: 'msg',
  account: 'acc',
  contact: 'con',
  opportunity: 'opp',
  project: 'prj',
  sprint: 'spr',
  task: 'tsk',
  dailyScrum: 'dsc',
  event: 'evt',
  job: 'job',
} as const;

export type IdKind = keyof typeof idPrefixes;

/** An id of one kind as examples show it. */
export const exampleId = (kind: IdKind) => `${idPrefixes[kind]}_01jd3v9k2m4n5p6q7r8s9t0v1w`;

/** Schema of the ids of one kind, for example `id('post')`: `post_01j9…`. */
export function id(kind: IdKind) {
  const prefix = idPrefixes[kind];
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`), `must be a ${prefix}_ id`)
    .meta({ example: exampleId(kind) });
}
