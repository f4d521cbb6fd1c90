import { type Language, languageOf } from '../../mail/language.ts';
import { composeMail, type Mail } from '../../mail/mail.ts';
import { timeInMail } from './time-in-mail.ts';

interface Facts {
  device: string;
  source: string;
  time: string;
}

const texts = {
  en: {
    unknownDevice: 'unknown',
    content: ({ device, source, time }: Facts) => ({
      subject: 'Somebody signed in to your Moa account on a new device',
      paragraphs: [
        'Somebody signed in to your Moa account on a device that nobody signed in on for the last 90 days.',
        `Device: ${device}`,
        `Address: ${source}`,
        `Time: ${time}`,
        'If it was you, there is nothing to do.',
      ],
      footer:
        'If it was not you, end that session in your account and change your password at once.',
    }),
  },
  ko: {
    unknownDevice: '알 수 없음',
    content: ({ device, source, time }: Facts) => ({
      subject: '새 기기에서 모아 계정에 로그인했습니다',
      paragraphs: [
        '최근 90일 동안 로그인한 적이 없는 기기에서 모아 계정에 로그인했습니다.',
        `기기: ${device}`,
        `IP 주소: ${source}`,
        `시각: ${time}`,
        '본인이라면 아무것도 하지 않으셔도 됩니다.',
      ],
      footer: '본인이 아니라면 계정에서 해당 기기를 로그아웃하고 바로 비밀번호를 변경해 주세요.',
    }),
  },
} as const satisfies Record<Language, unknown>;

interface NewDevice {
  /** What it is called; `undefined` when nothing can be said of it. */
  device: string | undefined;
  /** As sessions show it. */
  source: string;
  signedInAt: Date;
  timeZone: string;
}

/** The mail that tells an account's owner of a sign-in on a device that the account did not know. */
export function newDeviceMail(locale: string, { device, source, ...when }: NewDevice): Mail {
  const language = languageOf(locale);
  const { unknownDevice, content } = texts[language];
  const time = timeInMail(when.signedInAt, when.timeZone, language);
  return composeMail({ ...content({ device: device ?? unknownDevice, source, time }), language });
}
