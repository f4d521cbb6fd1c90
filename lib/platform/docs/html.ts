import { config } from '../../config.ts';
import { Reply } from '../../http/reply.ts';

/** Text that is safe to put into a page as it stands. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Html | readonly Html[];

/** Tag of templates that make {@link Html}: whatever is not Html itself is escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const pieces = strings.flatMap((string, index) => {
    const part = parts[index];
    return part === undefined ? [string] : [string, render(part)];
  });
  return new Html(pieces.join(''));
}

function render(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('\n');
  return escapeText(String(part));
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeText = (text: string) =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

/** `/docs/assets/<file>`, under a name of its own for each deployed build. */
export function assetUrl(file: string): string {
  const build = config.build === 'development' ? '' : `?v=${encodeURIComponent(config.build)}`;
  return `/docs/assets/${file}${build}`;
}

/** Everything a page may load comes from where it came from. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A page of the documentation. */
export function page({
  title,
  head,
  body,
}: {
  title: string;
  head?: Html;
  body: Html;
}): Reply<200, string> {
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="${assetUrl('moa.svg')}" type="image/svg+xml">
${head ?? ''}
<link rel="stylesheet" href="${assetUrl('moa.css')}">
</head>
<body>
<header class="bar">
<a class="name" href="/docs">Moa</a>
<nav><a href="/docs">Reference</a> <a href="/docs/errors">Errors</a> <a href="/openapi.json">OpenAPI</a></nav>
</header>
${body}
</body>
</html>
`;
  return new Reply(200, document.text, {
    'content-security-policy': contentSecurityPolicy,
    'cache-control': 'public, max-age=60',
  });
}
