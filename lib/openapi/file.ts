import type { RouteDefinition } from '../http/route.ts';
import { openApiPath } from '../platform/docs/docs.ts';
import { openApiDocument } from './document.ts';

/** The generated file that `GET /openapi.json` answers with. */
export function openApiFile(routes: readonly RouteDefinition[]): { path: string; text: string } {
  return { path: openApiPath, text: `${JSON.stringify(openApiDocument(routes), null, 2)}\n` };
}
