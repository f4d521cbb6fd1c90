import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Source } from '../caller.ts';

/** The source of a request; IPv6 addresses are cut to their /64, which one customer holds. */
export function sourceOf(event: APIGatewayProxyEventV2): Source {
  const { sourceIp, userAgent } = event.requestContext.http;
  return { ip: sourceIp.includes(':') ? ipv6Prefix(sourceIp) : sourceIp, userAgent };
}

function ipv6Prefix(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1] as string;
  const [head = '', tail = ''] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  const groups = [...left, ...zeros, ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

/** Whether only the headers of the answer are asked for. */
export const isHeadRequest = ({ requestContext }: APIGatewayProxyEventV2): boolean =>
  requestContext.http.method === 'HEAD';

const requestIdPattern = /^[A-Za-z0-9._-]{1,128}$/;

/** The caller's `X-Request-Id` when it is a plain token, else the gateway's own id. */
export function requestIdOf(event: APIGatewayProxyEventV2): string {
  const given = event.headers['x-request-id'];
  return given && requestIdPattern.test(given) ? given : event.requestContext.requestId;
}

/** The body as text, without a byte order mark; `undefined` when there is none. */
export function bodyText(event: APIGatewayProxyEventV2): string | undefined {
  const body = event.body ?? '';
  const text = event.isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  return text.replace(/^\ufeff/, '') || undefined;
}
