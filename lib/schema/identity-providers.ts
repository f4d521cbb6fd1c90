/** Whose ID tokens sign in. */
export const identityProviders = ['google', 'firebase'] as const;

export type IdentityProvider = (typeof identityProviders)[number];
