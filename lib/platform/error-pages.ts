import { STATUS_CODES } from 'node:http';
import { AppError } from '../errors/app-error.ts';
import { catalog, type ErrorCode } from '../errors/catalog.ts';
import type { ErrorDefinition } from '../errors/define-errors.ts';
import type { Reply } from '../http/reply.ts';
import { readOpenApi } from './docs.ts';
import { type Html, html, page } from './html.ts';

const definitions = new Map<string, ErrorDefinition>(Object.entries(catalog));

/** The page of every error code, by status. */
export function showErrors(): Reply {
  const rows = (Object.keys(catalog) as ErrorCode[])
    .sort((a, b) => catalog[a].status - catalog[b].status || a.localeCompare(b))
    .map(
      (code) =>
        html`<tr><td>${catalog[code].status}</td><td><a href="/docs/errors/${code}"><code>${code}</code></a></td><td>${catalog[code].title}</td></tr>`,
    );
  return page({
    title: 'Moa errors',
    body: html`<main class="text">
<h1>Errors</h1>
<p>Every error is a problem document (<a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>). Its <code>code</code> is stable; texts may improve. <code>type</code> leads to the page of the code; <code>requestId</code> names the request when you report it.</p>
<table><thead><tr><th>Status</th><th>Code</th><th>What happened</th></tr></thead><tbody>
${rows}
</tbody></table>
</main>`,
  });
}

/**
 * The page of one error code.
 *
 * @throws AppError `platform.error_code_not_found`
 */
export async function showError(code: string): Promise<Reply> {
  const definition = definitions.get(code);
  if (!definition) throw new AppError('platform.error_code_not_found');
  const { status, title, fix } = definition;
  const routes = answering(code, JSON.parse(await readOpenApi()));
  return page({
    title: `${code} · Moa errors`,
    body: html`<main class="text">
<p class="status">${status} ${STATUS_CODES[status] ?? ''}</p>
<h1><code>${code}</code></h1>
<h2>What happened</h2>
<p>${title}.</p>
<h2>What to do</h2>
<p>${withCode(fix)}</p>
<h2>Routes that answer it</h2>
<ul>
${routes.length > 0 ? routes : html`<li>${unrouted(code)}</li>`}
</ul>
</main>`,
  });
}

const unrouted = (code: string) =>
  code === 'request.route_not_found'
    ? 'Every method and path that is no route.'
    : 'None at present.';

/** Texts of the catalog mark code by backticks. */
function withCode(text: string): readonly Html[] {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`));
}

interface Operation {
  summary: string;
  responses: Record<string, { content?: Record<string, { examples?: object }> }>;
}

function answering(code: string, document: { paths: Record<string, Record<string, Operation>> }) {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { responses }]) =>
        Object.values(responses).some(
          ({ content }) => code in (content?.['application/problem+json']?.examples ?? {}),
        ),
      )
      .map(
        ([method, { summary }]) =>
          html`<li><code>${method.toUpperCase()} ${path}</code> ${summary}</li>`,
      ),
  );
}
