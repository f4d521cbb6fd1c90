import { readFile } from 'node:fs/promises';
import { config } from '../../config.ts';
import { AppError } from '../../errors/app-error.ts';
import { compressed } from '../../http/compressed.ts';
import type { Reply } from '../../http/reply.ts';
import { assetNotFound } from '../errors.ts';
import type { Headers } from './docs.ts';

const assets = new Map([
  ['swagger-ui-bundle.js', 'node_modules/swagger-ui-dist/swagger-ui-bundle.js'],
  ['swagger-ui.css', 'node_modules/swagger-ui-dist/swagger-ui.css'],
  ['docs.js', 'functions/platform/assets/docs.js'],
  ['account.js', 'functions/platform/assets/account.js'],
  ['invitation.js', 'functions/platform/assets/invitation.js'],
  ['mailed-link.js', 'functions/platform/assets/mailed-link.js'],
  ['account.css', 'functions/platform/assets/account.css'],
  ['moa.css', 'functions/platform/assets/moa.css'],
  ['moa.svg', 'functions/platform/assets/moa.svg'],
]);
const contentTypes: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * Answers a file of the documentation, to be kept for ever when its address names the build.
 *
 * @throws AppError `platform.asset_not_found`
 */
export async function getDocsAsset(
  file: string,
  build: string | undefined,
  headers: Headers,
): Promise<Reply<200, string | Uint8Array>> {
  const path = assets.get(file);
  if (!path) throw new AppError(assetNotFound);
  const isKept = build !== undefined && build === config.build;
  return compressed(await readFile(path), headers, {
    'content-type': contentTypes[file.slice(file.lastIndexOf('.') + 1)] ?? '',
    'cache-control': isKept ? 'public, max-age=31536000, immutable' : 'public, no-cache',
  });
}
