import * as z from 'zod';

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
