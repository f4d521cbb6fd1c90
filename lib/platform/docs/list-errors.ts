import type { ErrorDefinition } from '../../errors/define-error.ts';
import type { Reply } from '../../http/reply.ts';
import { html, page } from './html.ts';

/** The page of every error code, by status. */
export function listErrors(errors: readonly ErrorDefinition[]): Reply<200, string> {
  const rows = errors
    .toSorted((a, b) => a.status - b.status || a.code.localeCompare(b.code))
    .map(
      ({ code, status, title }) =>
        html`<tr><td>${status}</td><td><a href="/docs/errors/${code}"><code>${code}</code></a></td><td>${title}</td></tr>`,
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
