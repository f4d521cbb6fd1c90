import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { bodyText, requestIdOf, sourceOf } from '../../../lib/http/request.ts';

function eventOf(changes: { sourceIp?: string; headers?: Record<string, string> }) {
  return {
    headers: changes.headers ?? {},
    requestContext: {
      requestId: 'made-by-the-gateway',
      http: { sourceIp: changes.sourceIp ?? '192.0.2.7', userAgent: 'test' },
    },
  } as unknown as APIGatewayProxyEventV2;
}

describe('sourceOf', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002:ffff::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['::FFFF:198.51.100.7', '198.51.100.7'],
  ])('counts %s as %s', (sourceIp, expected) => {
    expect(sourceOf(eventOf({ sourceIp })).ip).toBe(expected);
  });

  it('counts two addresses of one /64 as one, and those of two as two', () => {
    const of = (sourceIp: string) => sourceOf(eventOf({ sourceIp })).ip;
    expect(of('2001:db8:1:2:aaaa::1')).toBe(of('2001:db8:1:2:bbbb::2'));
    expect(of('2001:db8:1:2::1')).not.toBe(of('2001:db8:1:3::1'));
  });
});

describe('requestIdOf', () => {
  it.each(['a', 'A-b_c.9', 'x'.repeat(128)])('keeps %s', (given) => {
    expect(requestIdOf(eventOf({ headers: { 'x-request-id': given } }))).toBe(given);
  });

  it.each(['', ' ', 'x'.repeat(129), 'a b', 'a\r\nb', '<script>', 'é', 'a,b'])(
    'makes its own instead of %j',
    (given) => {
      const event = eventOf({ headers: { 'x-request-id': given } });
      expect(requestIdOf(event)).toBe('made-by-the-gateway');
    },
  );
});

describe('bodyText', () => {
  const event = (changes: Partial<APIGatewayProxyEventV2>) => ({ ...eventOf({}), ...changes });

  it('reads text and base64', () => {
    expect(bodyText(event({ body: 'é' }))).toBe('é');
    const body = Buffer.from('é').toString('base64');
    expect(bodyText(event({ body, isBase64Encoded: true }))).toBe('é');
  });

  it('knows that there is none', () => {
    expect(bodyText(event({}))).toBeUndefined();
    expect(bodyText(event({ body: '' }))).toBeUndefined();
  });
});
