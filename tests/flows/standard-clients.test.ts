import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import * as openid from 'openid-client';
import { getMe } from '../../functions/identity/profiles/routes.ts';
import { openApi } from '../support/api.ts';
import { type ApiKey, createWorld } from '../support/world.ts';

/** A client that knows nothing of Moa but its issuer, and shows an API key. */
async function discover({ id, key }: Pick<ApiKey, 'id' | 'key'>): Promise<openid.Configuration> {
  const api = await openApi();
  const customFetch: openid.CustomFetch = (url, options) =>
    api.fetch(new Request(url, options as RequestInit));
  const showKey: openid.ClientAuth = (_server, _client, _body, headers) => {
    headers.set('x-api-key', key);
  };
  return openid.discovery(new URL(api.baseUrl), id, undefined, showKey, {
    execute: [openid.allowInsecureRequests],
    [openid.customFetch]: customFetch,
  });
}

describe('a standard client', () => {
  it('discovers, introspects and revokes', async () => {
    const world = await createWorld();
    const kim = await world.user('kim');
    const config = await discover(await world.apiKey(kim, ['account']));
    const before = await openid.tokenIntrospection(config, kim.accessToken);
    expect(before).toMatchObject({ active: true, sub: kim.id, sid: kim.session.id });
    await openid.tokenRevocation(config, kim.refreshToken, { token_type_hint: 'refresh_token' });
    expect(await openid.tokenIntrospection(config, kim.accessToken)).toEqual({ active: false });
    await openid.tokenRevocation(config, kim.refreshToken);
    await world.advance(5);
    expect(await world.call(getMe, { as: kim })).toBeProblem('auth.token_invalid');
  });

  it('is refused without a key', async () => {
    const world = await createWorld();
    const kim = await world.user('kim');
    const config = await discover({ id: 'moa', key: 'moa_none' });
    const refused = openid.tokenIntrospection(config, kim.accessToken);
    await expect(refused).rejects.toMatchObject({ status: 401 });
  });

  it('verifies access tokens by the keys that it discovers', async () => {
    const world = await createWorld();
    const kim = await world.user('kim');
    const { jwks_uri: address = '' } = (
      await discover(await world.apiKey(kim, ['account']))
    ).serverMetadata();
    const { body } = await world.request('GET', new URL(address).pathname);
    const { payload } = await jwtVerify(kim.accessToken, createLocalJWKSet(body as JSONWebKeySet), {
      typ: 'at+jwt',
      audience: 'moa',
      algorithms: ['EdDSA'],
    });
    expect(payload.sub).toBe(kim.id);
  });
});
