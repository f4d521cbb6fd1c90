import * as z from 'zod';

const state = z.enum(['up', 'down']);

/** Whether the service and what it depends on work. */
export const health = z
  .object({
    status: state.meta({ description: '`down` when a dependency is' }),
    build: z.string().meta({ description: 'The build that answers' }),
    dependencies: z.object({ table: state, queues: state, bucket: state, secrets: state }),
  })
  .meta({ id: 'Health' });

/** A public signing key (RFC 8037). */
const publicKey = z
  .object({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: z.string(),
    kid: z.string(),
    use: z.literal('sig'),
    alg: z.literal('EdDSA'),
  })
  .meta({ id: 'PublicKey' });

export const keySet = z.object({ keys: z.array(publicKey) }).meta({ id: 'KeySet' });
