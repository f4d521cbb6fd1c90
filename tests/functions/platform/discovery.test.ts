import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import {
  getJwks,
  getOpenidConfiguration,
  getServerMetadata,
} from '../../../functions/platform/discovery/routes.ts';
import { routes } from '../../../lib/registry/routes.ts';
import { scopes } from '../../../lib/scopes.ts';
import { createWorld } from '../../support/world.ts';

describe('discovery', () => {
  it('gives public keys alone, by which an access token verifies', async () => {
    const world = await createWorld({ live: false });
    const { accessToken } = await world.user('kim');
    const answer = await world.call(getJwks);
    expect(answer).toHaveStatus(200);
    expect(answer.headers.get('cache-control')).toMatch(/^public/);
    expect(JSON.stringify(answer.body)).not.toContain('"d"');
    const { body: metadata } = await world.call(getServerMetadata);
    const verified = await jwtVerify(
      accessToken,
      createLocalJWKSet(answer.body as unknown as JSONWebKeySet),
      { algorithms: ['EdDSA'], issuer: String(metadata.issuer), typ: 'at+jwt' },
    );
    expect(verified.payload.sub).toMatch(/^usr_/);
  });

  it('names its issuer, keys and scopes alike in both documents', async () => {
    const world = await createWorld({ live: false });
    const server = await world.call(getServerMetadata);
    const issuer = await world.call(getOpenidConfiguration);
    expect(server).toHaveStatus(200);
    expect(issuer).toHaveStatus(200);
    expect(issuer.body).toMatchObject(server.body);
    expect(server.body.jwks_uri).toBe(`${server.body.issuer}${getJwks.path}`);
    expect(server.body.scopes_supported).toEqual(scopes);
    expect(issuer.body.id_token_signing_alg_values_supported).toEqual(['EdDSA']);
  });

  it('names the endpoints that there are, and no others', async () => {
    const world = await createWorld({ live: false });
    const { body } = await world.call(getServerMetadata);
    const endpoints = {
      token_endpoint: '/v1/auth/refresh',
      introspection_endpoint: '/v1/auth/introspect',
      revocation_endpoint: '/v1/auth/revoke',
    };
    const named = Object.entries(body).filter(([field]) => field.endsWith('_endpoint'));
    const existing = Object.entries(endpoints)
      .filter(([, path]) => routes.some((route) => route.path === path))
      .map(([field, path]) => [field, `${body.issuer}${path}`]);
    expect(Object.fromEntries(named)).toEqual(Object.fromEntries(existing));
  });
});
