/** Everything credentials can allow. */
export const scopes = [
  'account',
  'users:read',
  'posts:read',
  'posts:write',
  'files:read',
  'files:write',
  'companies:read',
  'companies:write',
  'licenses:read',
  'licenses:write',
  'notifications:send',
  'cards:read',
  'cards:write',
  'chats:read',
  'chats:write',
  'crm:read',
  'crm:write',
  'scrum:read',
  'scrum:write',
  'metrics:read',
  'admin',
] as const;

export type Scope = (typeof scopes)[number];

const isScope = (text: string): text is Scope => (scopes as readonly string[]).includes(text);

/** The scopes in a text that separates them by blanks; what is none does not count. */
export const readScopes = (text: string): Scope[] => text.split(' ').filter(isScope);

export type Role = 'user' | 'admin';

/** What an account of this role may be granted at all. */
export function holdableScopes(role: Role): readonly Scope[] {
  return role === 'admin'
    ? scopes
    : scopes.filter((scope) => scope !== 'admin' && scope !== 'metrics:read');
}

/** What a sign-in grants: all but `metrics:read`, and `admin` to administrators only. */
export function scopesOfRole(role: Role): Scope[] {
  return holdableScopes(role).filter((scope) => scope !== 'metrics:read');
}
