import { config } from '../../config.ts';
import { scopes } from '../../scopes.ts';

/** What clients can discover about the authorization server. */
export function getServerMetadata() {
  const issuer = config.apiUrl;
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    token_endpoint: `${issuer}/v1/auth/refresh`,
    token_endpoint_auth_methods_supported: ['none'],
    introspection_endpoint: `${issuer}/v1/auth/introspect`,
    introspection_endpoint_auth_methods_supported: ['api_key'],
    revocation_endpoint: `${issuer}/v1/auth/revoke`,
    revocation_endpoint_auth_methods_supported: ['api_key'],
    grant_types_supported: ['refresh_token'],
    response_types_supported: [],
    scopes_supported: [...scopes],
    service_documentation: `${issuer}/docs`,
  };
}
