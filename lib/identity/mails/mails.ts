import { config } from '../../config.ts';
import { languageOf } from '../../mail/language.ts';
import { composeMail, type Mail } from '../../mail/mail.ts';
import type { IdentityProvider } from '../../schema/identity-providers.ts';
import { timeInMail } from './time-in-mail.ts';

// These go to addresses that nobody has shown to be theirs, so they carry no word that a user wrote.
const texts = {
  en: {
    verification: {
      subject: 'Verify your address for Moa',
      paragraphs: ['Welcome to Moa. Please verify that this address is yours.'],
      label: 'Verify the address',
      tokenLabel: 'Or enter this code',
      footer:
        'The link works once and for 48 hours, for who is signed in or knows the password. If you did not sign up, ignore this mail.',
    },
    signUpRepeated: {
      subject: 'You already have a Moa account',
      paragraphs: [
        'Somebody tried to sign up for Moa with this address, which already has an account.',
        'If it was you, sign in with your password, or set a new one if you have forgotten it.',
      ],
      footer: 'If it was not you, there is nothing to do: your account has not changed.',
    },
    passwordReset: {
      subject: 'Set a new password for Moa',
      paragraphs: ['Somebody asked to set a new password for the account with this address.'],
      label: 'Set a new password',
      tokenLabel: 'Or enter this code',
      footer:
        'The link works once and for an hour. If you did not ask for it, ignore this mail: your password has not changed.',
    },
    passwordChanged: {
      subject: 'Your Moa password was changed',
      paragraphs: [
        'The password of your account was changed. If it was you, there is nothing to do.',
        'If it was not you, set another one now: that signs everybody out.',
      ],
      label: 'It was not me: set another password',
      tokenLabel: 'Or enter this code',
      footer: 'The link works once and for 24 hours, until the password is changed again.',
      otherWays:
        'The password is not all that signs in to your account. Remove in your account what is not yours:',
      identity: (provider: string, time: string) => `${provider}, linked on ${time}`,
      passkey: (time: string) => `A passkey, added on ${time}`,
    },
    identityLinked: (provider: string) => ({
      subject: `${provider} can sign in to your Moa account now`,
      paragraphs: [`Your Moa account can be signed in to by ${provider} from now on.`],
      footer: `If it was not you, unlink ${provider} in your account and set a new password.`,
    }),
    identityUnlinked: (provider: string) => ({
      subject: `${provider} cannot sign in to your Moa account any more`,
      paragraphs: [`Your Moa account cannot be signed in to by ${provider} any more.`],
      footer: 'If it was not you, set a new password and sign out everywhere.',
    }),
    passkeyRegistered: {
      subject: 'A passkey was added to your Moa account',
      paragraphs: ['Your Moa account can be signed in to by a new passkey from now on.'],
      footer: 'If it was not you, delete the passkey in your account and set a new password.',
    },
    passkeyRemoved: {
      subject: 'A passkey was removed from your Moa account',
      paragraphs: ['A passkey cannot sign in to your Moa account any more.'],
      footer: 'If it was not you, set a new password and sign out everywhere.',
    },
    apiKeyCreated: {
      subject: 'An API key was made for your Moa account',
      paragraphs: [
        'A new API key acts for your Moa account from now on, as far as the scopes go that were chosen for it.',
      ],
      footer: 'If it was not you, delete the key in your account and set a new password.',
    },
    totpEnabled: {
      subject: 'Signing in to Moa now takes a second step',
      paragraphs: [
        'An authenticator app was added to your account. From now on signing in asks for its code.',
        'Keep the recovery codes in a safe place: each stands in for the app once.',
      ],
      footer: 'If it was not you, set a new password at once.',
    },
    totpDisabled: {
      subject: 'Signing in to Moa no longer takes a second step',
      paragraphs: [
        'The authenticator app was removed from your account. Signing in no longer asks for its code.',
      ],
      footer: 'If it was not you, set a new password at once and add the app again.',
    },
  },
  ko: {
    verification: {
      subject: '모아 이메일 주소를 인증해 주세요',
      paragraphs: ['모아에 오신 것을 환영합니다. 이 주소가 본인의 것인지 확인해 주세요.'],
      label: '이메일 주소 인증하기',
      tokenLabel: '또는 다음 코드를 입력해 주세요',
      footer:
        '링크는 48시간 동안 한 번만 쓸 수 있으며, 로그인하셨거나 비밀번호를 아셔야 합니다. 가입하지 않으셨다면 이 메일을 무시해 주세요.',
    },
    signUpRepeated: {
      subject: '이미 모아 계정이 있습니다',
      paragraphs: [
        '이미 계정이 있는 이 주소로 누군가 모아에 다시 가입하려고 했습니다.',
        '본인이라면 비밀번호로 로그인하시고, 잊으셨다면 비밀번호를 다시 설정해 주세요.',
      ],
      footer: '본인이 아니라면 아무것도 하지 않으셔도 됩니다. 계정은 바뀌지 않았습니다.',
    },
    passwordReset: {
      subject: '모아 비밀번호를 다시 설정해 주세요',
      paragraphs: ['이 주소의 계정에 새 비밀번호를 설정해 달라는 요청이 있었습니다.'],
      label: '새 비밀번호 설정하기',
      tokenLabel: '또는 다음 코드를 입력해 주세요',
      footer:
        '링크는 1시간 동안 한 번만 쓸 수 있습니다. 요청하지 않으셨다면 이 메일을 무시해 주세요. 비밀번호는 바뀌지 않았습니다.',
    },
    passwordChanged: {
      subject: '모아 비밀번호가 변경되었습니다',
      paragraphs: [
        '계정의 비밀번호가 변경되었습니다. 본인이 변경하셨다면 아무것도 하지 않으셔도 됩니다.',
        '본인이 아니라면 지금 다른 비밀번호를 설정해 주세요. 모든 기기에서 로그아웃됩니다.',
      ],
      label: '본인이 아닙니다: 다른 비밀번호 설정하기',
      tokenLabel: '또는 다음 코드를 입력해 주세요',
      footer:
        '링크는 24시간 동안 한 번만 쓸 수 있으며, 비밀번호가 다시 변경되면 더 이상 쓸 수 없습니다.',
      otherWays:
        '다음 수단으로도 계정에 로그인할 수 있습니다. 본인의 것이 아니라면 계정에서 삭제해 주세요.',
      identity: (provider: string, time: string) => `${provider} 연결: ${time}`,
      passkey: (time: string) => `패스키 등록: ${time}`,
    },
    identityLinked: (provider: string) => ({
      subject: `이제 ${provider} 계정으로 모아에 로그인할 수 있습니다`,
      paragraphs: [`${provider} 계정이 모아 계정에 연결되었습니다.`],
      footer: `본인이 아니라면 계정에서 ${provider} 연결을 해제하고 비밀번호를 새로 설정해 주세요.`,
    }),
    identityUnlinked: (provider: string) => ({
      subject: `더 이상 ${provider} 계정으로 모아에 로그인할 수 없습니다`,
      paragraphs: [`${provider} 계정과 모아 계정의 연결이 해제되었습니다.`],
      footer: '본인이 아니라면 비밀번호를 새로 설정하고 모든 기기에서 로그아웃해 주세요.',
    }),
    passkeyRegistered: {
      subject: '모아 계정에 패스키가 등록되었습니다',
      paragraphs: ['이제 새 패스키로 모아 계정에 로그인할 수 있습니다.'],
      footer: '본인이 아니라면 계정에서 패스키를 삭제하고 비밀번호를 다시 설정해 주세요.',
    },
    passkeyRemoved: {
      subject: '모아 계정에서 패스키가 삭제되었습니다',
      paragraphs: ['삭제된 패스키로는 더 이상 모아 계정에 로그인할 수 없습니다.'],
      footer: '본인이 아니라면 비밀번호를 새로 설정하고 모든 기기에서 로그아웃해 주세요.',
    },
    apiKeyCreated: {
      subject: '모아 계정의 API 키가 발급되었습니다',
      paragraphs: [
        '이제 새 API 키로 모아 계정을 이용할 수 있습니다. 키를 발급할 때 고른 권한까지만 쓸 수 있습니다.',
      ],
      footer: '본인이 아니라면 계정에서 API 키를 삭제하고 비밀번호를 새로 설정해 주세요.',
    },
    totpEnabled: {
      subject: '모아 2단계 인증을 사용합니다',
      paragraphs: [
        '계정에 인증 앱이 등록되었습니다. 이제 로그인할 때 인증 앱의 코드를 입력해야 합니다.',
        '복구 코드를 안전한 곳에 보관해 주세요. 코드마다 한 번씩 인증 앱을 대신합니다.',
      ],
      footer: '본인이 아니라면 바로 비밀번호를 다시 설정해 주세요.',
    },
    totpDisabled: {
      subject: '모아 2단계 인증을 더 이상 사용하지 않습니다',
      paragraphs: ['계정에서 인증 앱이 삭제되었습니다. 이제 로그인할 때 코드를 묻지 않습니다.'],
      footer: '본인이 아니라면 바로 비밀번호를 다시 설정하고 인증 앱을 다시 등록해 주세요.',
    },
  },
} as const;

type MailWithToken = 'verification' | 'passwordReset' | 'passwordChanged';

function mailWithToken(
  kind: MailWithToken,
  page: string,
  locale: string,
  { token, more = [] }: { token: string; more?: readonly string[] },
): Mail {
  const language = languageOf(locale);
  const { subject, paragraphs, label, tokenLabel, footer } = texts[language][kind];
  const url = `${config.webUrl}/${page}?token=${encodeURIComponent(token)}`;
  const action = { label, url, token, tokenLabel };
  return composeMail({ subject, language, paragraphs: [...paragraphs, ...more], action, footer });
}

/** The mail with which the owner of an address verifies it. */
export const verificationMail = (locale: string, token: string): Mail =>
  mailWithToken('verification', 'verify-email', locale, { token });

/** The mail with which somebody replaces a password that they have forgotten. */
export const passwordResetMail = (locale: string, token: string): Mail =>
  mailWithToken('passwordReset', 'reset-password', locale, { token });

/** What signs in to an account beside its password. */
interface OtherWaysIn {
  identities: readonly { provider: IdentityProvider; since: Date }[];
  passkeys: readonly { since: Date }[];
  timeZone: string;
}

/**
 * The mail that tells an account's owner of a new password, and with which they undo it. It tells what
 * else signs in: whoever had the password may have put it there.
 */
export function passwordChangedMail(
  locale: string,
  token: string,
  { identities, passkeys, timeZone }: OtherWaysIn,
): Mail {
  const language = languageOf(locale);
  const { otherWays, identity, passkey } = texts[language].passwordChanged;
  const timeOf = ({ since }: { since: Date }) => timeInMail(since, timeZone, language);
  const ways = [
    ...identities.map((way) => identity(providerNames[way.provider], timeOf(way))),
    ...passkeys.map((way) => passkey(timeOf(way))),
  ];
  const more = ways.length > 0 ? [otherWays, ...ways] : [];
  return mailWithToken('passwordChanged', 'undo-password-change', locale, { token, more });
}

type Notice =
  | 'signUpRepeated'
  | 'totpEnabled'
  | 'totpDisabled'
  | 'passkeyRegistered'
  | 'passkeyRemoved'
  | 'apiKeyCreated';

const noticeMail = (kind: Notice) => {
  return (locale: string): Mail => {
    const language = languageOf(locale);
    return composeMail({ ...texts[language][kind], language });
  };
};

/** The mail that tells an account's owner that somebody signed up with their address again. */
export const signUpRepeatedMail = noticeMail('signUpRepeated');

/** The mails that tell an account's owner that a second factor was turned on, or off. */
export const totpEnabledMail = noticeMail('totpEnabled');
export const totpDisabledMail = noticeMail('totpDisabled');

/** The mails that tell an account's owner that a passkey signs in to it now, or not any more. */
export const passkeyRegisteredMail = noticeMail('passkeyRegistered');
export const passkeyRemovedMail = noticeMail('passkeyRemoved');

/** The mail that tells an account's owner that an API key acts for it now. */
export const apiKeyCreatedMail = noticeMail('apiKeyCreated');

const providerNames = { google: 'Google', firebase: 'Firebase' } as const;

/** The mail that tells an account's owner that an identity signs in to it now, or not any more. */
export function identityMail(
  locale: string,
  change: 'identityLinked' | 'identityUnlinked',
  provider: IdentityProvider,
): Mail {
  const language = languageOf(locale);
  return composeMail({ ...texts[language][change](providerNames[provider]), language });
}
