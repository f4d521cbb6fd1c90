import type { Reply } from '../../http/reply.ts';
import { assetUrl, html, page } from './html.ts';

/** The page of the reference; Swagger UI draws it. */
export function getDocs(): Reply<200, string> {
  return page({
    title: 'Moa API reference',
    head: html`<link rel="stylesheet" href="${assetUrl('swagger-ui.css')}">
<script src="${assetUrl('swagger-ui-bundle.js')}" defer></script>
<script src="${assetUrl('docs.js')}" defer></script>`,
    body: html`<main id="reference"><p class="wait">Loading the reference…</p></main>
<noscript><p class="wait">The reference needs JavaScript; <a href="/openapi.json">the document it shows</a> does not.</p></noscript>`,
  });
}
