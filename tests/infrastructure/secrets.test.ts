import { needsOf } from '../../lib/grants.ts';
import type { Invocable } from '../../lib/invocables.ts';
import type { SecretName } from '../../lib/secrets.ts';
import { invocables } from '../../lib/tools/invocables.ts';
import { makeSecrets } from '../../lib/tools/make-secrets.ts';

const readersOf = (secret: SecretName) =>
  invocables
    .filter((one) => needsOf(one).secrets.includes(secret))
    .map(({ definition }) => definition.id)
    .sort();

const signIns = [
  'identity.answerChallenge',
  'identity.login',
  'identity.passkeySignIn',
  'identity.socialSignIn',
];

/** Whoever reads one of these can make what lets somebody in. */
const credentials: Readonly<Record<string, readonly string[]>> = {
  'signing-keys': [...signIns, 'identity.refresh'],
  'refresh-token-key': [
    ...signIns,
    'identity.refresh',
    'identity.introspectToken',
    'identity.revokeToken',
  ],
  'mailed-token-key': ['companies.mailInvitation', 'identity.sendIdentityMail'],
  'second-factor-key': ['identity.answerChallenge', 'identity.confirmTotp', 'identity.enrolTotp'],
  'passkey-challenge-key': [
    'identity.passkeyRegistrationOptions',
    'identity.passkeySignIn',
    'identity.passkeySignInOptions',
    'identity.registerPasskey',
  ],
};

const keepsOutcomesOrPages = (one: Invocable) =>
  one.kind === 'route' && Boolean(one.definition.paginated ?? one.definition.idempotent);

describe('a secret', () => {
  it.each(Object.entries(credentials))('%s is read by these functions alone', (secret, ids) => {
    expect(readersOf(secret as SecretName)).toEqual([...ids].sort());
  });

  it('sealing-key is read by what has pages or keeps outcomes, and makes no credential', () => {
    const ids = invocables.filter(keepsOutcomesOrPages).map(({ definition }) => definition.id);
    expect(readersOf('sealing-key')).toEqual(ids.sort());
  });

  it('is accounted for here', () => {
    const known = ['sealing-key', 'verification-keys', ...Object.keys(credentials)];
    expect(Object.keys(makeSecrets()).sort()).toEqual(known.sort());
  });

  it('holds no key of another', () => {
    const keys = Object.values(makeSecrets()).flatMap((text) => {
      const { keys: held } = JSON.parse(text) as { keys: (string | { d?: string; kid: string })[] };
      return held.map((key) => (typeof key === 'string' ? key : (key.d ?? key.kid)));
    });
    expect(new Set(keys).size).toBe(Object.keys(makeSecrets()).length);
  });
});
