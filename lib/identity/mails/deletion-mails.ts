import { type Language, languageOf } from '../../mail/language.ts';
import { composeMail, type Mail } from '../../mail/mail.ts';
import { timeInMail } from './time-in-mail.ts';

const texts = {
  en: {
    deleted: (date: string) => ({
      subject: 'Your Moa account was deleted',
      paragraphs: [
        'Your account was deleted: nobody sees it any more, and you are signed out everywhere.',
        `If you want it back, sign in before ${date}: that undoes the deletion. After that all that it held is removed for good.`,
      ],
      footer: 'If it was not you, sign in and set a new password at once.',
    }),
    restored: {
      subject: 'Your Moa account is back',
      paragraphs: ['You have signed in, so your account is not deleted any more.'],
      footer: 'If it was not you, set a new password at once.',
    },
  },
  ko: {
    deleted: (date: string) => ({
      subject: '모아 계정이 삭제되었습니다',
      paragraphs: [
        '계정이 삭제되었습니다. 이제 아무에게도 보이지 않으며 모든 기기에서 로그아웃되었습니다.',
        `계정을 되찾으시려면 ${date} 전에 로그인해 주세요. 로그인하시면 삭제가 취소됩니다. 그 뒤에는 계정의 모든 내용이 영구히 삭제됩니다.`,
      ],
      footer: '본인이 아니라면 로그인하신 뒤 바로 비밀번호를 다시 설정해 주세요.',
    }),
    restored: {
      subject: '모아 계정이 복구되었습니다',
      paragraphs: ['로그인하셔서 계정 삭제가 취소되었습니다.'],
      footer: '본인이 아니라면 바로 비밀번호를 다시 설정해 주세요.',
    },
  },
} as const satisfies Record<Language, unknown>;

/** The mail that tells an account's owner until when they can undo its deletion. */
export function accountDeletedMail(locale: string, purgeAt: Date, timeZone: string): Mail {
  const language = languageOf(locale);
  const date = timeInMail(purgeAt, timeZone, language);
  return composeMail({ ...texts[language].deleted(date), language });
}

/** The mail that tells an account's owner that its deletion is undone. */
export function accountRestoredMail(locale: string): Mail {
  const language = languageOf(locale);
  return composeMail({ ...texts[language].restored, language });
}
