import { rm } from 'node:fs/promises';
import { keptForTeardown } from './kept.ts';

export default async function globalTeardown(): Promise<void> {
  const kept = keptForTeardown();
  if (!kept) return;
  await kept.fronts.close();
  await kept.services.stop();
  await rm(kept.secretsFolder, { recursive: true, force: true });
}
