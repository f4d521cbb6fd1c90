import { resolve } from 'node:path';
import { LocalServiceError } from './services/local-service-error.ts';
import type { ServiceAddresses } from './services/services.ts';

export interface Settings {
  port: number;
  /** Absolute. */
  dataDir: string;
}

/** Below the data folder: the functions' environment, for `serverless invoke local` beside the stack. */
export const environmentFile = 'environment.json';

const defaultPort = 3000;
export const defaultDataDir = '.moa';

/** @throws LocalServiceError when a value cannot be used */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const { PORT = '', MOA_DATA_DIR = '' } = environment;
  const port = PORT === '' ? defaultPort : Number(PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new LocalServiceError(`PORT is "${PORT}": give a number from 1 to 65535`);
  }
  return { port, dataDir: resolve(MOA_DATA_DIR || defaultDataDir) };
}

/**
 * The environment of the functions, as the deployed stacks give it to them; what is set by hand
 * wins where that does no harm.
 */
export function functionEnvironment(
  { port, dataDir }: Settings,
  given: NodeJS.ProcessEnv,
): Record<string, string> {
  const stage = given.MOA_STAGE || 'local';
  return {
    MOA_STAGE: stage,
    AWS_REGION: 'us-east-1',
    // The services take any; real ones must not reach them.
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: '',
    TABLE_NAME: given.TABLE_NAME || `moa-${stage}-table`,
    QUEUE_PREFIX: given.QUEUE_PREFIX || `moa-${stage}-`,
    BUCKET_NAME: given.BUCKET_NAME || `moa-${stage}-bucket`,
    API_URL: given.API_URL || `http://127.0.0.1:${port}`,
    SECRETS_SOURCE: `file:${dataDir}/secrets`,
    RATE_LIMIT_FACTOR: given.RATE_LIMIT_FACTOR || '100',
    CORS_ORIGINS: given.CORS_ORIGINS ?? '*',
    // The terminal shows requests by its own lines.
    LOG_LEVEL: given.LOG_LEVEL || 'warn',
  };
}

/** Where the functions' clients find the services, and for whom the issuers sign ID tokens. */
export function endpointVariables({ idp, ...aws }: ServiceAddresses): Record<string, string> {
  return {
    ...Object.fromEntries(
      Object.entries(aws).map(([service, address]) => [
        `AWS_ENDPOINT_URL_${service.toUpperCase()}`,
        address,
      ]),
    ),
    GOOGLE_CLIENT_IDS: 'moa-local.apps.googleusercontent.com',
    GOOGLE_JWKS_URL: `${idp}/google/keys`,
    FIREBASE_PROJECT_ID: 'moa-local',
    FIREBASE_JWKS_URL: `${idp}/firebase/keys`,
  };
}
