import { getServerMetadata } from './get-server-metadata.ts';

/** The same with what OpenID Connect discovery asks for besides. */
export function getOpenidConfiguration() {
  return {
    ...getServerMetadata(),
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['EdDSA'],
  };
}
