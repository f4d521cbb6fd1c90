/**
 * Gives a stage a new signing key without a failed request; a stage without secrets gets them.
 *
 *   npm run rotate-keys                      the local stack's, in MOA_DATA_DIR
 *   npm run rotate-keys -- --stage prod      in SSM, with AWS credentials
 *   npm run rotate-keys -- --source file:keys
 */
import { parseArgs } from 'node:util';
import { rotateKeys, spreadMilliseconds } from './key-rotation.ts';
import { openSecretStore } from './secret-store.ts';
import { requireStage } from './stage-option.ts';

function readArguments(): { source: string; region: string | undefined } {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string' },
      source: { type: 'string' },
      region: { type: 'string' },
    },
  });
  const { stage, source, region = process.env.AWS_REGION ?? 'us-east-1' } = values;
  const local = `file:${process.env.MOA_DATA_DIR ?? '.moa'}/secrets`;
  return {
    source: source ?? (stage === undefined ? local : `ssm:/moa/${requireStage(stage)}`),
    region,
  };
}

try {
  const { source, region } = readArguments();
  const store = openSecretStore(source, region);
  console.log(`${source}: a new signing key, in use in ${spreadMilliseconds / 1000} seconds …`);
  const { created, removed } = await rotateKeys(store, { now: new Date() });
  console.log(`${created} signs; keys removed: ${removed.length}`);
} catch (error) {
  console.error(`rotate-keys: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
