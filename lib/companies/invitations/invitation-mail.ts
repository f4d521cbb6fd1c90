import { config } from '../../config.ts';
import { languageOf } from '../../mail/language.ts';
import { composeMail, type Mail } from '../../mail/mail.ts';
import type { CompanyRole } from '../membership/roles.ts';

const texts = {
  en: {
    subject: (company: string) => `You are invited to ${company} on Moa`,
    paragraphs: (company: string, role: string) => [
      `You are invited to join ${company} on Moa as ${role}.`,
      'Sign in to Moa with this address to accept, or sign up with it first.',
    ],
    roles: {
      owner: 'an owner',
      admin: 'an admin',
      manager: 'a manager',
      member: 'a member',
      viewer: 'a viewer',
    },
    label: 'Accept the invitation',
    tokenLabel: 'Or enter this code',
    footer:
      'The link works once and for 7 days. If you do not know the company, ignore this mail: nothing happens.',
  },
  ko: {
    subject: (company: string) => `${company}에서 모아로 초대했습니다`,
    paragraphs: (company: string, role: string) => [
      `${company}의 ${role}(으)로 초대받으셨습니다.`,
      '이 주소로 모아에 로그인해 초대를 수락해 주세요. 계정이 없다면 먼저 이 주소로 가입해 주세요.',
    ],
    roles: {
      owner: '소유자',
      admin: '관리자',
      manager: '매니저',
      member: '멤버',
      viewer: '뷰어',
    },
    label: '초대 수락하기',
    tokenLabel: '또는 다음 코드를 입력해 주세요',
    footer:
      '링크는 7일 동안 한 번만 쓸 수 있습니다. 모르는 회사라면 이 메일을 무시해 주세요. 아무 일도 일어나지 않습니다.',
  },
} as const;

/** The mail with which somebody joins a company. */
export function invitationMail(
  locale: string,
  { companyName, role, token }: { companyName: string; role: CompanyRole; token: string },
): Mail {
  const language = languageOf(locale);
  const { subject, paragraphs, roles, label, tokenLabel, footer } = texts[language];
  const url = `${config.webUrl}/accept-invitation?token=${encodeURIComponent(token)}`;
  return composeMail({
    subject: subject(companyName),
    language,
    paragraphs: paragraphs(companyName, roles[role]),
    action: { label, url, token, tokenLabel },
    footer,
  });
}
