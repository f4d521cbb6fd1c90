import { readFile } from 'node:fs/promises';
import { config } from '../../config.ts';

export type Headers = Readonly<Record<string, string | undefined>>;

/** Stands in the generated document where the address of the API belongs. */
export const placeholderUrl = 'https://api.moa.example';

// Paths of packaged files start at the root of the package, which is where Lambda and the local
// stack run.
export const openApiPath = 'functions/platform/openapi.generated.json';

/** The OpenAPI document as text, with the addresses of this deployment. */
export async function readOpenApi(): Promise<string> {
  const text = await readFile(openApiPath, 'utf8');
  return text.replaceAll(placeholderUrl, config.apiUrl);
}
