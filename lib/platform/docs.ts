import { readFile } from 'node:fs/promises';
import { config } from '../config.ts';
import { AppError } from '../errors/app-error.ts';
import { compressed } from '../http/compressed.ts';
import type { Reply } from '../http/reply.ts';
import { assetUrl, html, page } from './html.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/** Stands in the generated document where the address of the API belongs. */
export const placeholderUrl = 'https://api.moa.example';

// Paths of packaged files start at the root of the package, which is where Lambda and the local
// stack run.
export const openApiPath = 'functions/platform/openapi.generated.json';

const assets = new Map([
  ['swagger-ui-bundle.js', 'node_modules/swagger-ui-dist/swagger-ui-bundle.js'],
  ['swagger-ui.css', 'node_modules/swagger-ui-dist/swagger-ui.css'],
  ['docs.js', 'functions/platform/assets/docs.js'],
  ['account.js', 'functions/platform/assets/account.js'],
  ['account.css', 'functions/platform/assets/account.css'],
  ['moa.css', 'functions/platform/assets/moa.css'],
  ['moa.svg', 'functions/platform/assets/moa.svg'],
]);

const contentTypes: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** The OpenAPI document as text, with the addresses of this deployment. */
export async function readOpenApi(): Promise<string> {
  const text = await readFile(openApiPath, 'utf8');
  return text.replaceAll(placeholderUrl, config.apiUrl);
}

/** Answers the OpenAPI document. */
export async function answerOpenApi(headers: Headers): Promise<Reply> {
  return compressed(await readOpenApi(), headers, {
    'cache-control': 'public, max-age=60',
  });
}

/** The page of the reference; Swagger UI draws it. */
export function showReference(): Reply {
  return page({
    title: 'Moa API reference',
    head: html`<link rel="stylesheet" href="${assetUrl('swagger-ui.css')}">
<script src="${assetUrl('swagger-ui-bundle.js')}" defer></script>
<script src="${assetUrl('docs.js')}" defer></script>`,
    body: html`<main id="reference"><p class="wait">Loading the reference…</p></main>
<noscript><p class="wait">The reference needs JavaScript; <a href="/openapi.json">the document it shows</a> does not.</p></noscript>`,
  });
}

/**
 * Answers a file of the documentation, to be kept for ever when its address names the build.
 *
 * @throws AppError `platform.asset_not_found`
 */
export async function answerAsset(
  file: string,
  build: string | undefined,
  headers: Headers,
): Promise<Reply> {
  const path = assets.get(file);
  if (!path) throw new AppError('platform.asset_not_found');
  const isKept = build !== undefined && build === config.build;
  return compressed(await readFile(path), headers, {
    'content-type': contentTypes[file.slice(file.lastIndexOf('.') + 1)] ?? '',
    'cache-control': isKept ? 'public, max-age=31536000, immutable' : 'public, no-cache',
  });
}
