import { STATUS_CODES } from 'node:http';
import { AppError } from '../../errors/app-error.ts';
import type { ErrorDefinition } from '../../errors/define-error.ts';
import { noSuchRoute } from '../../errors/request-errors.ts';
import type { Reply } from '../../http/reply.ts';
import { errorCodeNotFound } from '../errors.ts';
import { readOpenApi } from './docs.ts';
import { type Html, html, page } from './html.ts';

/**
 * The page of one error code.
 *
 * @throws AppError `platform.error_code_not_found`
 */
export async function getError(
  errors: readonly ErrorDefinition[],
  code: string,
): Promise<Reply<200, string>> {
  const definition = errors.find((error) => error.code === code);
  if (!definition) throw new AppError(errorCodeNotFound);
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
  code === noSuchRoute.code ? 'Every method and path that is no route.' : 'None at present.';
/** Texts of the catalog mark code by backticks. */
function withCode(text: string): readonly Html[] {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`));
}

interface Response {
  content?: Record<string, { examples?: object }>;
}

interface Document {
  paths: Record<
    string,
    Record<string, { summary: string; responses: Record<string, Response | { $ref: string }> }>
  >;
  components: { responses: Record<string, Response> };
}

function answering(code: string, document: Document) {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { responses }]) =>
        Object.values(responses).some((response) => {
          const { content } = resolved(response, document);
          return code in (content?.['application/problem+json']?.examples ?? {});
        }),
      )
      .map(
        ([method, { summary }]) =>
          html`<li><code>${method.toUpperCase()} ${path}</code> ${summary}</li>`,
      ),
  );
}

/** A refusal that several routes have stands among the components. */
function resolved(response: Response | { $ref: string }, { components }: Document): Response {
  if (!('$ref' in response)) return response;
  return components.responses[response.$ref.slice('#/components/responses/'.length)] ?? {};
}
