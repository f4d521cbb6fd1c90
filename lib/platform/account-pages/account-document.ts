import { Reply } from '../../http/reply.ts';
import { assetUrl, contentSecurityPolicy, type Html, html } from '../docs/html.ts';
import type { accountPageTexts } from './account-page-texts.ts';

/**
 * A page to which a mail leads while no web client is configured. It is the same for every token: its
 * `script` of `functions/platform/assets` reads that, and calls the API.
 */
export function accountDocument({
  language,
  title,
  lead,
  needsScript,
  script,
  body,
}: {
  language: keyof typeof accountPageTexts;
  title: string;
  lead: string;
  needsScript: string;
  script: string;
  body: readonly Html[];
}): Reply<200, string> {
  const document = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="${assetUrl('moa.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assetUrl('account.css')}">
<script src="${assetUrl(script)}" type="module"></script>
</head>
<body>
<header class="name"><img src="${assetUrl('moa.svg')}" alt="" width="28" height="28">Moa</header>
<main>
<h1 tabindex="-1">${title}</h1>
<p class="lead">${lead}</p>
<p class="fault" id="without-script">${needsScript}</p>
${body}
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

/** A field for a password, which can be shown while it is typed; with the rules where it is a new one. */
export function passwordField({
  id,
  name,
  label,
  show,
  fault,
  rules,
}: {
  id: string;
  name: string;
  label: string;
  show: string;
  /** The id of where its faults are told. */
  fault: string;
  /** Of a new password. */
  rules?: string | undefined;
}): Html {
  const autocomplete = rules === undefined ? 'current-password' : 'new-password';
  const described = rules === undefined ? fault : `${fault} rules`;
  return html`<label for="${id}">${label}</label>
<input id="${id}" name="${name}" type="password" autocomplete="${autocomplete}" autocapitalize="none" spellcheck="false" required aria-describedby="${described}" data-empty="empty">
<label class="show"><input type="checkbox" aria-controls="${id}">${show}</label>
${rules === undefined ? '' : html`<p class="hint" id="rules">${rules}</p>`}`;
}

/** What the script can say under a heading of its own. */
export const views = (
  texts: Readonly<Record<string, { title: string; text: string }>>,
): readonly Html[] =>
  Object.entries(texts).map(
    ([id, { title, text }]) => html`<template id="${id}" data-title="${title}">${text}</template>`,
  );

/** What the script can say beside a field, or put into the page. */
export const phrases = (texts: Readonly<Record<string, string>>): readonly Html[] =>
  Object.entries(texts).map(([id, text]) => html`<template id="${id}">${text}</template>`);
