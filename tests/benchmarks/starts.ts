import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { median } from './figures.ts';

const longestStart = 60_000;
const pollMilliseconds = 20;

/** Seconds from `npm start` to the first 200, on data that is there already; the median. */
export async function measureStarts(rounds: number): Promise<number> {
  const dataDir = await mkdtemp(join(tmpdir(), 'moa-bench-'));
  try {
    await secondsToStart(dataDir);
    const seconds: number[] = [];
    for (let round = 0; round < rounds; round++) seconds.push(await secondsToStart(dataDir));
    return median(seconds);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function secondsToStart(dataDir: string): Promise<number> {
  const port = await freePort();
  const begun = performance.now();
  const main = spawn('npm', ['start'], {
    env: { ...process.env, PORT: String(port), MOA_DATA_DIR: dataDir, LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'ignore', 'inherit'],
    // npm and what it starts end together.
    detached: true,
  });
  const ended = once(main, 'exit');
  try {
    while (performance.now() - begun < longestStart) {
      const answer = await fetch(`http://127.0.0.1:${port}/ping`).catch(() => undefined);
      if (answer?.status === 200) return (performance.now() - begun) / 1000;
      await pause(pollMilliseconds);
    }
    throw new Error('npm start does not answer');
  } finally {
    if (main.pid !== undefined) process.kill(-main.pid, 'SIGTERM');
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
