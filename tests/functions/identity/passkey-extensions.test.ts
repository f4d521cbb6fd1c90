import { registerPasskey } from '../../../functions/identity/passkeys/routes.ts';
import { passkeySignIn } from '../../../functions/identity/sign-in/routes.ts';
import { assertionOf, madePasskey } from '../../scenarios/passkeys.ts';
import { createWorld } from '../../support/world.ts';

const outputs = [
  {},
  { credProps: { rk: true, authenticatorDisplayName: 'A key' } },
  { prf: { enabled: true, results: { first: 'AAAA' } } },
  { largeBlob: { supported: false }, minPinLength: 4, hmacCreateSecret: true },
  { appid: false, uvm: [[2, 4, 2]], 'example.extension': null },
];

describe('what a browser adds to a passkey by itself', () => {
  it.each(outputs)('is ignored: %j', async (clientExtensionResults) => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const { passkey, credential } = await madePasskey(world, kim);
    const registered = await world.call(registerPasskey, {
      as: kim,
      body: { credential: { ...credential, clientExtensionResults } },
    });
    expect(registered).toHaveStatus(201);
    const assertion = { ...(await assertionOf(world, passkey)), clientExtensionResults };
    const signedIn = await world.call(passkeySignIn, { body: { credential: assertion } });
    expect(signedIn).toHaveStatus(200);
  });

  it('may be an attachment of another kind', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const { credential } = await madePasskey(world, kim);
    const body = { credential: { ...credential, authenticatorAttachment: 'hybrid' } };
    expect(await world.call(registerPasskey, { as: kim, body })).toHaveStatus(201);
  });

  it('is an object', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const { credential } = await madePasskey(world, kim);
    const body = { credential: { ...credential, clientExtensionResults: [] } };
    const answer = await world.request('POST', '/v1/auth/passkeys', { as: kim, body });
    expect(answer).toBeProblem('request.invalid');
  });
});
