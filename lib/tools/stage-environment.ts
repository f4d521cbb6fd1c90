import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultDataDir, environmentFile } from '../local/settings.ts';
import { requireStage } from './stage-option.ts';

/**
 * The configuration of a function of a stage, or of the local stack that ran last.
 *
 * @throws Error in one line when no local stack has run
 */
export async function environmentOf({
  stage,
  region = process.env.AWS_REGION,
}: {
  stage?: string | undefined;
  region?: string | undefined;
}): Promise<Record<string, string>> {
  if (stage !== undefined) {
    return {
      MOA_STAGE: requireStage(stage),
      TABLE_NAME: `moa-${stage}-table`,
      ...(region !== undefined && { AWS_REGION: region }),
    };
  }
  const dataDir = process.env.MOA_DATA_DIR || defaultDataDir;
  try {
    return JSON.parse(await readFile(join(dataDir, environmentFile), 'utf8'));
  } catch {
    throw new Error(`no local stack has run with its data in ${dataDir}: npm start, or --stage`);
  }
}

/** What went wrong, in one line. */
export function described(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isDown = /ECONNREFUSED/.test(`${error.message} ${String(error.cause)}`);
  return isDown ? 'the local stack does not run: npm start' : error.message;
}
