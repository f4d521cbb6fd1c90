import { preferredLanguage } from '../../http/accept-language.ts';
import type { Reply } from '../../http/reply.ts';
import { html } from '../docs/html.ts';
import { accountDocument, passwordField, phrases, views } from './account-document.ts';
import { accountPageTexts } from './account-page-texts.ts';

const setPassword = {
  call: '/v1/auth/password/reset',
  field: 'newPassword',
  refused: 'weak',
  askCall: '/v1/auth/password/forgot',
} as const;

/** What each page sends, and where a new link comes from. */
const pages = {
  verifyEmail: {
    call: '/v1/auth/email/verify',
    field: 'password',
    refused: 'wrong',
    askCall: '/v1/auth/email/resend',
  },
  resetPassword: setPassword,
  undoPasswordChange: setPassword,
} as const;

/** A page that does one thing with the token of a mail, or asks for another mail. */
export function showAccountPage(
  name: keyof typeof pages,
  acceptLanguage: string | undefined,
): Reply<200, string> {
  const language = preferredLanguage(acceptLanguage, ['en', 'ko']);
  const texts = accountPageTexts[language];
  const { empty, badEmail, wrong, weak, limited, unavailable, offline } = texts;
  const { title, lead, submit, note, done, gone } = texts[name];
  const { call, field, refused, askCall } = pages[name];
  const ownField = passwordField({
    id: 'password',
    name: field,
    label: texts[field],
    show: texts.show,
    fault: 'own-fault',
    rules: field === 'newPassword' ? texts.passwordRules : undefined,
  });
  const forms = html`<form id="own" method="post" novalidate hidden data-call="${call}" data-done="done" data-refused="${refused}">
${ownField}
<p class="fault" id="own-fault" role="alert"></p>
<button>${submit}</button>
<p class="note">${note}</p>
</form>
<form id="another" method="post" novalidate hidden data-call="${askCall}" data-done="asked" data-refused="badEmail">
<label for="email">${texts.email}</label>
<input id="email" name="email" type="email" autocomplete="email" required aria-describedby="another-fault" data-empty="badEmail">
<p class="fault" id="another-fault" role="alert"></p>
<button>${texts.ask}</button>
</form>`;
  return accountDocument({
    language,
    title,
    lead,
    needsScript: texts.needsScript,
    script: 'account.js',
    body: [
      forms,
      ...views({ done, gone, incomplete: texts.incomplete, asked: texts.asked }),
      ...phrases({ empty, badEmail, wrong, weak, limited, unavailable, offline }),
    ],
  });
}
