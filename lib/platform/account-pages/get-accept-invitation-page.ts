import { preferredLanguage } from '../../http/accept-language.ts';
import type { Reply } from '../../http/reply.ts';
import { type Html, html } from '../docs/html.ts';
import { accountDocument, passwordField, phrases, views } from './account-document.ts';
import { accountPageTexts } from './account-page-texts.ts';
import { invitationPageTexts } from './invitation-page-texts.ts';

type Texts = (typeof accountPageTexts)['en' | 'ko'] & (typeof invitationPageTexts)['en' | 'ko'];

/** The page on which an invitation to a company is accepted, by an account that is there or a new one. */
export function getAcceptInvitationPage(acceptLanguage: string | undefined): Reply<200, string> {
  const language = preferredLanguage(acceptLanguage, ['en', 'ko']);
  const texts = { ...accountPageTexts[language], ...invitationPageTexts[language] };
  const { title, lead, needsScript, empty, weak, limited, unavailable, offline } = texts;
  return accountDocument({
    language,
    title,
    lead,
    needsScript,
    script: 'invitation.js',
    body: [
      factsOf(texts),
      loadForm(texts),
      signInForm(texts),
      signUpForm(texts),
      secondFactorForm(texts),
      ...views({ ...texts.views, ...texts.outcomes, incomplete: texts.incomplete }),
      ...phrases({ ...texts.faults, empty, weak, limited, unavailable, offline }),
      ...phrases(texts.roles),
    ],
  });
}

const factsOf = (texts: Texts): Html => html`<dl id="facts" hidden>
<dt>${texts.company}</dt><dd id="company" dir="auto"></dd>
<dt>${texts.role}</dt><dd id="role"></dd>
<dt>${texts.email}</dt><dd id="email" dir="auto"></dd>
</dl>`;

/** Shown when the invitation could not be loaded. */
const loadForm = (texts: Texts): Html => html`<form id="load" method="post" novalidate hidden>
<p class="fault" id="load-fault" role="alert"></p>
<button>${texts.load}</button>
</form>`;

// What a password manager keeps a password under; the reader sees the address among the facts.
const username = html`<input type="email" autocomplete="username" readonly hidden>`;

const signInForm = (
  texts: Texts,
): Html => html`<form id="sign-in" method="post" novalidate hidden data-view="offered">
${username}
${passwordField({
  id: 'password',
  name: 'password',
  label: texts.password,
  show: texts.show,
  fault: 'sign-in-fault',
})}
<p class="fault" id="sign-in-fault" role="alert"></p>
<button>${texts.signIn}</button>
<button type="button" class="other" data-to="sign-up">${texts.toSignUp}</button>
<p class="note">${texts.note}</p>
</form>`;

const signUpForm = (
  texts: Texts,
): Html => html`<form id="sign-up" method="post" novalidate hidden data-view="opening">
${username}
<label for="name">${texts.name}</label>
<input id="name" name="name" type="text" autocomplete="name" required aria-describedby="sign-up-fault name-rules" data-empty="emptyName">
<p class="hint" id="name-rules">${texts.nameRules}</p>
${passwordField({
  id: 'new-password',
  name: 'password',
  label: texts.newPassword,
  show: texts.show,
  fault: 'sign-up-fault',
  rules: texts.passwordRules,
})}
<p class="fault" id="sign-up-fault" role="alert"></p>
<button>${texts.signUp}</button>
<button type="button" class="other" data-to="sign-in">${texts.toSignIn}</button>
<p class="note">${texts.note}</p>
</form>`;

const secondFactorForm = (
  texts: Texts,
): Html => html`<form id="second-factor" method="post" novalidate hidden data-view="confirming">
<label for="code">${texts.code}</label>
<input id="code" name="code" type="text" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" required aria-describedby="second-factor-fault" data-empty="emptyCode">
<p class="fault" id="second-factor-fault" role="alert"></p>
<button>${texts.confirm}</button>
</form>`;
