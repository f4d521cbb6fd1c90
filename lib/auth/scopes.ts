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

export type Role = 'user' | 'admin';

/** What a sign-in grants: all but `metrics:read`, and `admin` to administrators only. */
export function scopesOfRole(role: Role): Scope[] {
  return scopes.filter(
    (scope) => scope !== 'metrics:read' && (scope !== 'admin' || role === 'admin'),
  );
}
