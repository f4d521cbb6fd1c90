/** A mail before it has an addressee. */
export interface Mail {
  subject: string;
  text: string;
  html: string;
}

/** What a mail says, once for both of its parts. */
export interface MailContent {
  subject: string;
  /** Language of the text, for readers that speak it. */
  language: string;
  paragraphs: readonly string[];
  /** A link with a token; the text part has the bare token on a line of its own as well. */
  action?: { label: string; url: string; token: string; tokenLabel: string };
  footer: string;
}

const replacements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it stands in HTML, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => replacements[character] as string);
}

/** Writes both parts of a mail. Everything in `content` is plain text. */
export function composeMail({ subject, language, paragraphs, action, footer }: MailContent): Mail {
  const text = [
    ...paragraphs,
    ...(action
      ? [`${action.label}:\n${action.url}`, `${action.tokenLabel}:\n${action.token}`]
      : []),
    footer,
  ].join('\n\n');
  const style = 'font-family:sans-serif;line-height:1.5;max-width:36em;margin:2em auto';
  const html = [
    `<!doctype html><html lang="${escapeHtml(language)}"><head><meta charset="utf-8">`,
    `<title>${escapeHtml(subject)}</title></head><body style="${style}">`,
    ...paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
    ...(action
      ? [`<p><a href="${escapeHtml(action.url)}">${escapeHtml(action.label)}</a></p>`]
      : []),
    `<p style="color:#666">${escapeHtml(footer)}</p></body></html>`,
  ].join('\n');
  return { subject, text: `${text}\n`, html };
}
