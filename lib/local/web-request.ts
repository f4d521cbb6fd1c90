import type { GatewayAnswer } from './http-answer.ts';
import type { GatewayRequest } from './http-event.ts';

/** Answers a web `Request` by what answers gateway requests. */
export async function handleWebRequest(
  handle: (request: GatewayRequest) => Promise<GatewayAnswer>,
  request: Request,
  sourceIp: string,
): Promise<Response> {
  const { host, pathname, search } = new URL(request.url);
  const headers = [...request.headers].flat();
  if (!request.headers.has('host')) headers.push('host', host);
  const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
  const { method } = request;
  const answer = await handle({ method, url: `${pathname}${search}`, headers, body, sourceIp });
  const responseHeaders = Object.entries(answer.headers).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, value]),
  );
  const hasBody = ![204, 205, 304].includes(answer.status);
  return new Response(
    hasBody ? (answer.body as string | Uint8Array<ArrayBuffer> | undefined) : undefined,
    {
      status: answer.status,
      headers: responseHeaders,
    },
  );
}
