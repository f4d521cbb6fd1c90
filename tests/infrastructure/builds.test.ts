import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packaged, root } from './packaged.ts';

const program = join(root, 'node_modules/serverless/bin/serverless.js');

describe('serverless', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'moa-packages-'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('packages all stacks where an absolute path says, named by their commit', async () => {
    const target = join(folder, 'packages');
    const stacks = await packaged({ args: ['--package', target], folder: target });
    expect(Object.keys(stacks.templates)).toContain('platform');
    expect(existsSync(join(target, 'platform'))).toBe(true);
    const builds = Object.values(stacks.templates.platform?.Resources ?? {})
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .map(({ Properties }) => String(Properties.Environment.Variables.MOA_BUILD));
    for (const build of builds) expect(build).toMatch(/^[0-9a-f]{12}(-dirty)?$/);
  }, 300_000);

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
