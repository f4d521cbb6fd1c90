import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './packaged.ts';

const program = join(root, 'node_modules/serverless/bin/serverless.js');

describe('serverless', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'moa-invocation-'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('says what an invocation needs where no stack runs', async () => {
    const command = [program, 'invoke', 'local', '-f', 'platform-ping'];
    const env = { HOME: folder, PATH: process.env.PATH ?? '', MOA_DATA_DIR: folder };
    const run = promisify(execFile)(process.execPath, command, { cwd: root, env });
    await expect(run).rejects.toMatchObject({
      stdout: expect.stringContaining(
        `No running stack in ${folder}: run npm start, or set MOA_DATA_DIR`,
      ),
    });
  }, 60_000);
});
