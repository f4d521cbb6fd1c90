/* Runs in each test file before anything of Moa is imported: its configuration is read once. */
import { endpointVariables } from '../../lib/local/settings.ts';
import { baseUrl } from './mode.ts';
import { joinErrorsOfBothRealms } from './one-realm.ts';
import { bucketNameOf, tableNameOf, testRun } from './test-run.ts';

joinErrorsOfBothRealms();

const worker = Number(process.env.JEST_WORKER_ID ?? 1);

Object.assign(process.env, {
  MOA_STAGE: 'local',
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  RATE_LIMIT_FACTOR: '1000000',
  PASSWORD_HASH_MEMORY_KIB: '64',
  ...(baseUrl === undefined ? inProcess() : { API_URL: baseUrl }),
});

function inProcess() {
  const run = testRun();
  const tableName = tableNameOf(run, worker);
  return {
    API_URL: 'http://127.0.0.1:3000',
    TABLE_NAME: tableName,
    QUEUE_PREFIX: `${tableName}-`,
    BUCKET_NAME: bucketNameOf(tableName),
    ...endpointVariables(run.fronts),
    SECRETS_SOURCE: `file:${run.secretsFolder}`,
  };
}
