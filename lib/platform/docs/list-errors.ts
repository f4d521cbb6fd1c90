import type { Reply } from '../../http/reply.ts';
import { catalog, type ErrorCode } from '../../registry/errors.ts';
import { html, page } from './html.ts';

/** The page of every error code, by status. */
export function listErrors(): Reply {
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
