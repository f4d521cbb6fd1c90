import { createRemoteJWKSet, jwtVerify } from 'jose';
import { config } from '../../../lib/config.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld } from '../../support/world.ts';

describeInProcess('POST /_local/identity-tokens', () => {
  it.each(['google', 'firebase'] as const)('gives tokens as %s signs them', async (provider) => {
    const world = await createWorld();
    const order = {
      ...{ provider, subject: 'kim', name: 'Kim' },
      ...{ email: 'kim@example.com', emailVerified: true },
    };
    const { status, body } = await world.request('POST', '/_local/identity-tokens', {
      body: order,
    });
    expect(status).toBe(200);
    const { jwksUrl, issuers, audiences } = config.identityProviders[provider];
    const keys = createRemoteJWKSet(new URL(jwksUrl));
    const { payload } = await jwtVerify((body as { idToken: string }).idToken, keys, {
      algorithms: ['RS256'],
      issuer: [...issuers],
      audience: [...audiences],
    });
    expect(payload).toMatchObject({
      sub: 'kim',
      name: 'Kim',
      email: 'kim@example.com',
      email_verified: true,
      ...(provider === 'firebase' && { auth_time: payload.iat, user_id: 'kim' }),
    });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(3600);
  });

  it('goes by the clock of the stack', async () => {
    const world = await createWorld();
    await world.advance(3600);
    const body = { provider: 'google', subject: 'kim' };
    const { body: given } = await world.request('POST', '/_local/identity-tokens', { body });
    await world.advance(-3600);
    const { jwksUrl } = config.identityProviders.google;
    const verified = jwtVerify(
      (given as { idToken: string }).idToken,
      createRemoteJWKSet(new URL(jwksUrl)),
      { maxTokenAge: 60 },
    );
    await expect(verified).rejects.toThrow('"iat"');
  });

  it.each([
    ['no subject', { provider: 'google' }],
    ['an empty subject', { provider: 'google', subject: '' }],
    ['another provider', { provider: 'example', subject: 'kim' }],
    ['an unknown field', { provider: 'google', subject: 'kim', admin: true }],
  ])('refuses %s', async (_, body) => {
    const world = await createWorld();
    const { status } = await world.request('POST', '/_local/identity-tokens', { body });
    expect(status).toBe(400);
  });
});
