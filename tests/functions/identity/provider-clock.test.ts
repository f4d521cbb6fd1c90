import { socialSignIn } from '../../../functions/identity/sign-in/routes.ts';
import { identityProviders } from '../../../lib/schema/identity-providers.ts';
import { goodClaims, signedBy } from '../../contract/id-token-vectors.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld } from '../../support/world.ts';

const seconds = () => Math.floor(Date.now() / 1000);

describeInProcess('the clock of a provider', () => {
  const signIn = async (provider: (typeof identityProviders)[number], ahead: number) => {
    const world = await createWorld({ live: false });
    const at = seconds() + ahead;
    const claims = { ...goodClaims(provider), iat: at, nbf: at, auth_time: at };
    const idToken = await signedBy(provider, {
      claims: { ...claims, sub: `ahead.${ahead}`, email: undefined },
    });
    return world.call(socialSignIn, { params: { provider }, body: { idToken } });
  };

  it.each(identityProviders)('of %s may be ahead of ours by half a minute', async (provider) => {
    for (const ahead of [0, 20, 25]) expect(await signIn(provider, ahead)).toHaveStatus(200);
    for (const ahead of [90, 600]) {
      expect(await signIn(provider, ahead)).toBeProblem('auth.id_token_invalid');
    }
  });
});
