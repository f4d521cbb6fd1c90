import type { Mail } from '../../mail/mail.ts';
import * as deletionMails from './deletion-mails.ts';
import * as mails from './mails.ts';
import * as newDeviceMails from './new-device-mail.ts';

const composers = { ...mails, ...deletionMails, ...newDeviceMails };

type Composers = typeof composers;

type More<Composer> = Composer extends (locale: string, ...more: infer Rest) => Mail ? Rest : never;

type MailName = {
  [Name in keyof Composers]: Composers[Name] extends (locale: string, ...more: never[]) => Mail
    ? Name
    : never;
}[keyof Composers];

const token = 'x'.repeat(43);

/** What each mail says besides its own words, by the name of its preview; a new mail asks for it. */
const samples: {
  readonly [Name in MailName]: Readonly<Record<string, More<Composers[Name]>>>;
} = {
  verificationMail: { 'verify the address': [token] },
  passwordResetMail: { 'set a new password': [token] },
  passwordChangedMail: {
    'the password was changed': [
      token,
      {
        identities: [{ provider: 'google', since: new Date('2026-11-21T09:00:00Z') }],
        passkeys: [{ since: new Date('2026-11-22T09:00:00Z') }],
        timeZone: 'Asia/Seoul',
      },
    ],
  },
  signUpRepeatedMail: { 'signed up again': [] },
  totpEnabledMail: { 'authenticator app added': [] },
  totpDisabledMail: { 'authenticator app removed': [] },
  passkeyRegisteredMail: { 'passkey added': [] },
  passkeyRemovedMail: { 'passkey removed': [] },
  apiKeyCreatedMail: { 'API key made': [] },
  identityMail: {
    'identity linked': ['identityLinked', 'google'],
    'identity unlinked': ['identityUnlinked', 'firebase'],
  },
  accountDeletedMail: { 'account deleted': [new Date('2026-12-21T09:00:00Z'), 'Asia/Seoul'] },
  newDeviceMail: {
    'new device': [
      {
        device: "Kim's phone (ios)",
        source: '192.0.2.1',
        signedInAt: new Date('2026-11-21T09:00:00Z'),
        timeZone: 'Asia/Seoul',
      },
    ],
  },
  accountRestoredMail: { 'account restored': [] },
};

export interface MailPreview {
  name: string;
  locale: string;
  mail: Mail;
}

/** Every mail about an account as it would be sent in each language. */
export function mailPreviews(): MailPreview[] {
  return Object.entries(samples).flatMap(([composer, byName]) =>
    Object.entries(byName).flatMap(([name, more]) =>
      ['en', 'ko'].map((locale) => {
        const compose = composers[composer as MailName] as (
          locale: string,
          ...more: unknown[]
        ) => Mail;
        return { name, locale, mail: compose(locale, ...more) };
      }),
    ),
  );
}
