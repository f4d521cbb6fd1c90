import { defineRoute } from '../../../lib/http/route.ts';
import { openidConfiguration, serverMetadata } from '../../../lib/platform/discovery/schema.ts';
import { keySet } from '../../../lib/platform/health/schema.ts';

const exampleIssuer = 'https://api.moa.example';
const exampleMetadata = {
  issuer: exampleIssuer,
  jwks_uri: `${exampleIssuer}/.well-known/jwks.json`,
  token_endpoint: `${exampleIssuer}/v1/auth/refresh`,
  token_endpoint_auth_methods_supported: ['none'],
  introspection_endpoint: 'https://api.moa.example/v1/auth/introspect',
  introspection_endpoint_auth_methods_supported: ['api_key'],
  revocation_endpoint: 'https://api.moa.example/v1/auth/revoke',
  revocation_endpoint_auth_methods_supported: ['api_key'],
  grant_types_supported: ['refresh_token'],
  response_types_supported: [],
  scopes_supported: ['account', 'posts:read', 'posts:write'],
  service_documentation: `${exampleIssuer}/docs`,
};

export const getJwks = defineRoute({
  id: 'platform.getJwks',
  method: 'GET',
  path: '/.well-known/jwks.json',
  summary: 'Get the JSON Web Key Set (JWKS)',
  auth: 'public',
  responses: { 200: keySet },
  errors: [],
  examples: {
    response: {
      keys: [
        {
          kty: 'OKP',
          crv: 'Ed25519',
          x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
          kid: 'key-2026-11-21',
          use: 'sig',
          alg: 'EdDSA',
        },
      ],
    },
  },
  needs: { secrets: ['verification-keys'] },
});

export const getServerMetadata = defineRoute({
  id: 'platform.getServerMetadata',
  method: 'GET',
  path: '/.well-known/oauth-authorization-server',
  summary: 'Get the OAuth authorization server metadata (RFC 8414)',
  description: 'The token endpoint takes and answers JSON as its own documentation says.',
  auth: 'public',
  responses: { 200: serverMetadata },
  errors: [],
  examples: { response: exampleMetadata },
  needs: {},
});

export const getOpenidConfiguration = defineRoute({
  id: 'platform.getOpenidConfiguration',
  method: 'GET',
  path: '/.well-known/openid-configuration',
  summary: 'Get the OpenID Connect discovery document',
  description: 'Verifiers find the keys here; ID tokens are not issued.',
  auth: 'public',
  responses: { 200: openidConfiguration },
  errors: [],
  examples: {
    response: {
      ...exampleMetadata,
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['EdDSA'],
    },
  },
  needs: {},
});
