import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** An HTTP request as it came over the wire. */
export interface GatewayRequest {
  method: string;
  /** Path and query as sent. */
  url: string;
  /** Name, value, name, value …; names in any case and repeated, as `rawHeaders` of node:http. */
  headers: readonly string[];
  body: Uint8Array | undefined;
  sourceIp: string;
}

/** Headers as API Gateway hands them over. */
interface EventHeaders {
  /** By lower-case name; repeated ones joined by commas. */
  headers: Record<string, string>;
  cookies: string[];
}

/** What the route table found for a request. */
export interface MatchedRoute {
  /** `GET /v1/posts/{postId}` or `$default`. */
  routeKey: string;
  /** As they stand in the path, still encoded. */
  params: readonly (readonly [name: string, value: string])[];
}

export const accountId = '000000000000';

/** Bytes of a body that API Gateway takes. */
export const largestBody = 10 * 1024 * 1024;

const textTypes = /^(text\/|application\/(json|xml|javascript)\s*(;|$))/i;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Builds the event that an HTTP API sends to a function, payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 *
 * @throws URIError when the path or the query is not validly encoded
 */
export function buildEvent(
  request: GatewayRequest,
  { headers, cookies }: EventHeaders,
  { routeKey, params }: MatchedRoute,
): APIGatewayProxyEventV2 {
  const { path, query } = splitUrl(request.url);
  const now = new Date();
  const rawPath = decodedPath(path);
  const domainName = headers.host ?? 'localhost';
  const event: APIGatewayProxyEventV2 = {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: query,
    headers: withForwarding(headers, request.sourceIp, domainName),
    requestContext: {
      accountId,
      apiId: 'local',
      domainName,
      domainPrefix: 'local',
      http: {
        method: request.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    isBase64Encoded: false,
  };
  if (cookies.length > 0) event.cookies = cookies;
  if (query !== '') event.queryStringParameters = queryParameters(query);
  if (params.length > 0) {
    event.pathParameters = Object.fromEntries(
      params.map(([name, value]) => [name, decodeURIComponent(value)]),
    );
  }
  if (request.body && request.body.length > 0) addBody(event, headers, request.body);
  return event;
}

/** Path and query string of a request target. */
export function splitUrl(url: string): { path: string; query: string } {
  const mark = url.indexOf('?');
  return mark < 0
    ? { path: url, query: '' }
    : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

/** Lower-cases names, joins repeated headers and takes the cookies out. */
export function eventHeaders(raw: readonly string[]): EventHeaders {
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] as string).toLowerCase();
    const value = raw[index + 1] as string;
    if (name === 'cookie') {
      cookies.push(...value.split(';').map((cookie) => cookie.trim()));
      continue;
    }
    const before: unknown = headers[name];
    headers[name] = typeof before === 'string' ? `${before},${value}` : value;
  }
  return { headers, cookies };
}

/** HTTP APIs decode the path, and cut it at a question mark that appears only then. */
function decodedPath(path: string): string {
  if (!path.includes('%')) return path;
  const decoded = decodeURIComponent(path);
  const mark = decoded.indexOf('?');
  return mark < 0 ? decoded : decoded.slice(0, mark);
}

function withForwarding(
  headers: Record<string, string>,
  sourceIp: string,
  host: string,
): Record<string, string> {
  const before = headers['x-forwarded-for'];
  headers['x-forwarded-for'] = before ? `${before}, ${sourceIp}` : sourceIp;
  headers['x-forwarded-proto'] = 'http';
  headers['x-forwarded-port'] = /:(\d+)$/.exec(host)?.[1] ?? '80';
  headers['x-amzn-trace-id'] ??= newTraceId();
  return headers;
}

function newTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  // Node makes UUIDs in advance, which costs less than bytes when they are asked for.
  return `Root=1-${seconds}-${randomUUID().replaceAll('-', '').slice(0, 24)}`;
}

function queryParameters(query: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decodeQuery(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decodeQuery(pair.slice(equals + 1));
    const before: unknown = parameters[name];
    parameters[name] = typeof before === 'string' ? `${before},${value}` : value;
  }
  return parameters;
}

const decodeQuery = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));

/** Text by its type stays text; everything else, forms and bodies without a type too, is base64. */
function addBody(
  event: APIGatewayProxyEventV2,
  headers: Record<string, string>,
  bytes: Uint8Array,
): void {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  event.isBase64Encoded =
    headers['content-encoding'] !== undefined ||
    !textTypes.test(headers['content-type'] ?? '') ||
    // As text it would reach the function with other characters in it than were sent.
    !isUtf8(body);
  event.body = body.toString(event.isBase64Encoded ? 'base64' : 'utf8');
}

let lastTime = { second: 0, text: '' };

/** `12/Mar/2026:19:03:58 +0000`, made once a second. */
function commonLogTime(time: Date): string {
  const second = Math.floor(time.getTime() / 1000);
  if (lastTime.second !== second) lastTime = { second, text: formatTime(time) };
  return lastTime.text;
}

function formatTime(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${two(time.getUTCDate())}/${months[time.getUTCMonth()]}/${time.getUTCFullYear()}`;
  const clock = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()].map(two).join(':');
  return `${date}:${clock} +0000`;
}
