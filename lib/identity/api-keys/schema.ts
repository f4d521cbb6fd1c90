import * as z from 'zod';
import { id } from '../../schema/ids.ts';
import { text } from '../../schema/text.ts';
import { timestamp } from '../../schema/time.ts';
import { scopes } from '../../scopes.ts';

const knownScope = z.enum(scopes).meta({ id: 'Scope', example: 'posts:read' });

export const createApiKeyInput = z.strictObject({
  name: text({ min: 1, max: 100, isName: true }).meta({ example: 'Nightly report' }),
  /** In any order; naming one twice is naming it once. */
  scopes: z
    .array(knownScope)
    .min(1)
    .max(scopes.length)
    .transform((given) => scopes.filter((scope) => given.includes(scope))),
  companyId: id('company').optional().meta({
    description:
      'Binds the key to a company of which you are a member: it acts under the company and on its files alone',
  }),
  expiresAt: timestamp.optional(),
});

export type CreateApiKeyInput = z.output<typeof createApiKeyInput>;

export const apiKeyView = z
  .object({
    id: id('apiKey'),
    name: z.string(),
    /** What the key begins with; enough to recognise it by. */
    prefix: z.string(),
    scopes: z.array(knownScope),
    /** Of a key that is bound to a company. */
    companyId: id('company').optional(),
    /** Left out of a key that does not expire. */
    expiresAt: timestamp.optional(),
    /** Exact to a minute; left out of a key that was never used. */
    lastUsedAt: timestamp.optional(),
    createdAt: timestamp,
  })
  .meta({ id: 'ApiKey' });

export type ApiKeyView = z.input<typeof apiKeyView>;

export const newApiKeyView = apiKeyView
  .extend({
    /** `moa_<stage>_<id>_<secret>`: shown here and never again. */
    key: z.string(),
  })
  .meta({ id: 'NewApiKey' });

export type NewApiKeyView = z.input<typeof newApiKeyView>;
