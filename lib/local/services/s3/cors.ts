import type { IncomingHttpHeaders } from 'node:http';
import { S3Refusal } from './refusal.ts';
import type { Bucket } from './store.ts';
import { childrenOf, readXml, type XmlElement } from './xml.ts';

const texts = (rule: XmlElement, name: string) => childrenOf(rule, name).map(({ text }) => text);

/** One asterisk stands for anything. */
function fits(pattern: string, value: string): boolean {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return pattern === value;
  return (
    value.length >= before.length + after.length &&
    value.startsWith(before) &&
    value.endsWith(after)
  );
}

/**
 * The headers by which a browser lets a page of another origin see an answer; none when no rule of the
 * bucket allows it.
 */
export function corsHeaders(
  bucket: Bucket,
  headers: IncomingHttpHeaders,
  method: string,
): Record<string, string> | undefined {
  const { origin } = headers;
  const text = bucket.settings.cors;
  if (origin === undefined || text === undefined) return undefined;
  const asked = String(headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
  const rule = childrenOf(readXml(text, 'CORSConfiguration'), 'CORSRule').find((one) => {
    const allowed = texts(one, 'AllowedHeader').map((name) => name.toLowerCase());
    return (
      texts(one, 'AllowedOrigin').some((pattern) => fits(pattern, origin)) &&
      texts(one, 'AllowedMethod').includes(method) &&
      asked.every((name) => allowed.some((pattern) => fits(pattern, name)))
    );
  });
  if (!rule) return undefined;
  const anybody = texts(rule, 'AllowedOrigin').includes('*');
  const [maxAge] = texts(rule, 'MaxAgeSeconds');
  const exposed = texts(rule, 'ExposeHeader');
  return {
    'access-control-allow-origin': anybody ? '*' : origin,
    'access-control-allow-methods': texts(rule, 'AllowedMethod').join(', '),
    ...(!anybody && { 'access-control-allow-credentials': 'true' }),
    ...(asked.length > 0 && { 'access-control-allow-headers': asked.join(', ') }),
    ...(exposed.length > 0 && { 'access-control-expose-headers': exposed.join(', ') }),
    ...(maxAge !== undefined && { 'access-control-max-age': maxAge }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

/** What a preflight request is answered. @throws S3Refusal AccessForbidden */
export function preflightHeaders(
  bucket: Bucket | undefined,
  headers: IncomingHttpHeaders,
): Record<string, string> {
  const method = String(headers['access-control-request-method'] ?? '');
  if (headers.origin === undefined || method === '') {
    throw new S3Refusal(
      400,
      'BadRequest',
      'Insufficient information. Origin request header needed.',
    );
  }
  const allowed = bucket && corsHeaders(bucket, headers, method);
  if (allowed) return allowed;
  throw new S3Refusal(403, 'AccessForbidden', 'CORSResponse: This CORS request is not allowed.');
}
