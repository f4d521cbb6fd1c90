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

/** Authorization server metadata (RFC 8414): what is true of this server and nothing else. */
export const serverMetadata = z
  .object({
    issuer: z.url(),
    jwks_uri: z.url(),
    token_endpoint: z.url(),
    token_endpoint_auth_methods_supported: z.array(z.string()),
    introspection_endpoint: z.url(),
    introspection_endpoint_auth_methods_supported: z.array(z.string()),
    revocation_endpoint: z.url(),
    revocation_endpoint_auth_methods_supported: z.array(z.string()),
    grant_types_supported: z.array(z.string()),
    response_types_supported: z.array(z.string()),
    scopes_supported: z.array(z.string()),
    service_documentation: z.url(),
  })
  .meta({ id: 'AuthorizationServerMetadata' });

/** OpenID Connect discovery 1.0. */
export const openidConfiguration = z
  .object({
    ...serverMetadata.shape,
    subject_types_supported: z.array(z.string()),
    id_token_signing_alg_values_supported: z.array(z.string()),
  })
  .meta({ id: 'OpenidConfiguration' });

const count = z.int().min(0);

/** A queue and what waits in it. SQS counts approximately. */
export const queueView = z
  .object({
    queue: z.string(),
    summary: z.string(),
    depth: count.meta({ description: 'Messages that wait' }),
    inFlight: count.meta({ description: 'Messages that a worker holds' }),
    backlogSeconds: z.number().min(0).nullable().meta({
      description:
        'Seconds since this route first saw messages waiting, without seeing the queue empty since. `null` when none waits. Alarms go by the age that SQS itself measures.',
    }),
    deadLetters: count.meta({ description: 'Messages that failed five times' }),
  })
  .meta({ id: 'Queue' });

export type QueueView = z.infer<typeof queueView>;

export const redriveView = z
  .object({
    moved: count.meta({ description: 'Messages that this call moved' }),
    remaining: count.meta({ description: 'Messages still among the dead letters' }),
  })
  .meta({ id: 'Redrive' });
