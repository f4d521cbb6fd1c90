import { preferredLanguage } from '../../http/accept-language.ts';
import { Reply } from '../../http/reply.ts';
import { assetUrl, contentSecurityPolicy, type Html, html } from '../docs/html.ts';
import { accountPageTexts } from './account-page-texts.ts';

const setPassword = {
  call: '/v1/auth/password/reset',
  field: 'newPassword',
  autocomplete: 'new-password',
  refused: 'weak',
  askCall: '/v1/auth/password/forgot',
} as const;

/** What each page sends, and where a new link comes from. */
const pages = {
  verifyEmail: {
    call: '/v1/auth/email/verify',
    field: 'password',
    autocomplete: 'current-password',
    refused: 'wrong',
    askCall: '/v1/auth/email/resend',
  },
  resetPassword: setPassword,
  undoPasswordChange: setPassword,
} as const;

/**
 * A page to which a mail leads while no web client is configured. It is the same for every token:
 * `functions/platform/assets/account.js` reads that, and calls the API.
 */
export function showAccountPage(
  name: keyof typeof pages,
  acceptLanguage: string | undefined,
): Reply<200, string> {
  const language = preferredLanguage(acceptLanguage, ['en', 'ko']);
  const texts = accountPageTexts[language];
  const own = texts[name];
  const { call, field, autocomplete, refused, askCall } = pages[name];
  const isNew = field === 'newPassword';
  const document = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${own.title}</title>
<link rel="icon" href="${assetUrl('moa.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assetUrl('account.css')}">
<script src="${assetUrl('account.js')}" defer></script>
</head>
<body>
<header class="name"><img src="${assetUrl('moa.svg')}" alt="" width="28" height="28">Moa</header>
<main>
<h1 tabindex="-1">${own.title}</h1>
<p class="lead">${own.lead}</p>
<p class="fault" id="without-script">${texts.needsScript}</p>
<form id="own" method="post" novalidate hidden data-call="${call}" data-done="done" data-refused="${refused}" data-empty="empty">
<label for="password">${texts[field]}</label>
<input id="password" name="${field}" type="password" autocomplete="${autocomplete}" autocapitalize="none" spellcheck="false" required aria-describedby="${isNew ? 'own-fault rules' : 'own-fault'}">
<label class="show"><input type="checkbox" aria-controls="password">${texts.show}</label>
${isNew ? html`<p class="hint" id="rules">${texts.passwordRules}</p>` : ''}
<p class="fault" id="own-fault" role="alert"></p>
<button>${own.submit}</button>
<p class="note">${own.note}</p>
</form>
<form id="another" method="post" novalidate hidden data-call="${askCall}" data-done="asked" data-refused="badEmail" data-empty="badEmail">
<label for="email">${texts.email}</label>
<input id="email" name="email" type="email" autocomplete="email" required aria-describedby="another-fault">
<p class="fault" id="another-fault" role="alert"></p>
<button>${texts.ask}</button>
</form>
${outcomes({ done: own.done, gone: own.gone, incomplete: texts.incomplete, asked: texts.asked })}
${faults(texts)}
</main>
</body>
</html>
`;
  return new Reply(200, document.text, {
    'content-security-policy': contentSecurityPolicy,
    'content-language': language,
    // Its address holds a token, under which nothing is to keep it.
    'cache-control': 'no-store',
    vary: 'accept-language',
  });
}

const outcomes = (texts: Record<string, { title: string; text: string }>): readonly Html[] =>
  Object.entries(texts).map(
    ([id, { title, text }]) => html`<template id="${id}" data-title="${title}">${text}</template>`,
  );

const faultNames = [
  'empty',
  'badEmail',
  'wrong',
  'weak',
  'limited',
  'unavailable',
  'offline',
] as const;

const faults = (texts: Record<(typeof faultNames)[number], string>): readonly Html[] =>
  faultNames.map((id) => html`<template id="${id}">${texts[id]}</template>`);
