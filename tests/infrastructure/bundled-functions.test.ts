import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { bundling } from '../../lib/tools/bundling.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { createWorld } from '../support/world.ts';
import { root } from './packaged.ts';

/* What is left out of the bundles or replaced in them is in no other test. */

const outdir = join(root, '.build/runnable');

describeInProcess('a bundled function', () => {
  beforeAll(async () => {
    // Makes queues and bucket.
    await createWorld({ live: false });
    await build({
      ...bundling,
      absWorkingDir: root,
      entryPoints: [
        'functions/identity/sign-up/sign-up.ts',
        'functions/identity/sign-in/login.ts',
        'functions/platform/health/get-health.ts',
      ],
      outdir,
      outbase: 'functions',
      outExtension: { '.js': '.cjs' },
      sourcemap: false,
    });
  }, 300_000);

  it('signs up and signs in', async () => {
    const signUp = sampleOf('identity-sign-up');
    const email = `bundle-${process.pid}@example.com`;
    const password = 'three blue lanterns';
    signUp.body = JSON.stringify({ email, password, name: 'Kim' });
    expect(await invoke('identity/sign-up/sign-up', signUp)).toMatchObject({ statusCode: 201 });
    const login = sampleOf('identity-login');
    login.body = JSON.stringify({ email, password });
    const answer = await invoke('identity/sign-in/login', login);
    expect(answer).toMatchObject({ statusCode: 200 });
    expect(JSON.parse(answer.body)).toMatchObject({ tokenType: 'Bearer' });
  }, 300_000);

  it('reaches table, queues, bucket and secrets by the clients that it carries', async () => {
    const { body } = await invoke('platform/health/get-health', sampleOf('platform-get-health'));
    expect(JSON.parse(body)).toMatchObject({
      dependencies: { table: 'up', queues: 'up', bucket: 'up', secrets: 'up' },
    });
  }, 300_000);
});

function sampleOf(name: string): { body?: string } {
  return JSON.parse(readFileSync(join(root, `events/samples/${name}.json`), 'utf8'));
}

/** Runs a function as Lambda does: in a process of its own that knows only the bundle. */
async function invoke(name: string, event: unknown): Promise<{ statusCode: number; body: string }> {
  const program = `
    const { handler } = require(${JSON.stringify(join(outdir, `${name}.cjs`))});
    const context = { getRemainingTimeInMillis: () => 10000 };
    handler(${JSON.stringify(event)}, context).then((answer) => {
      process.stdout.write(JSON.stringify(answer), () => process.exit());
    });`;
  // Not awaited by blocking: this process answers what the function asks of the local services.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['-e', program], {
    encoding: 'utf8',
    // Not inherited: what runs under jest has an environment of its own.
    env: process.env,
  });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout);
}
