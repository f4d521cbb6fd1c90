import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describeInProcess } from '../../support/describe-in-process.ts';

const root = process.cwd();

interface Ended {
  code: number | null;
  output: string;
}

/** The start needs longer than a test that only calls what has started. */
const startMilliseconds = 60_000;

describeInProcess('npm start', () => {
  let folder: string;
  let port: number;
  const started: ChildProcess[] = [];

  const run = (program: string, env: Record<string, string>) =>
    start([process.execPath, join('lib/local', program)], env);

  /** As npm does it, with a shell between. */
  async function runScript(name: string) {
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    return start(['sh', '-c', scripts[name] ?? ''], {});
  }

  function start([command = '', ...parameters]: string[], env: Record<string, string>) {
    const child = spawn(command, parameters, {
      cwd: root,
      env: {
        PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
        HOME: process.env.HOME,
        PORT: String(port),
        MOA_DATA_DIR: folder,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.push(child);
    let output = '';
    const gather = (text: Buffer) => {
      output += text.toString();
    };
    child.stdout.on('data', gather);
    child.stderr.on('data', gather);
    const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number, output }));
    return { child, ended };
  }

  /** Requests wait in the open port until the start is over. */
  async function untilAnswers(child: ChildProcess): Promise<void> {
    while (child.exitCode === null) {
      const response = await fetch(`http://127.0.0.1:${port}/ping`).catch(() => undefined);
      if (response?.status === 200) return;
    }
    throw new Error('It ended instead of answering');
  }

  async function freePort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    server.close();
    await once(server, 'close');
    return typeof address === 'object' && address ? address.port : 0;
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'moa-start-'));
    port = await freePort();
  });

  afterAll(async () => {
    for (const child of started) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });

  it.each([
    ['a port that is none', { PORT: '70000' }, 'PORT is "70000"'],
    ['a variable that is bad', { FANOUT_LIMIT: 'many' }, 'FANOUT_LIMIT'],
    ['a data folder that is a file', { MOA_DATA_DIR: '/etc/hostname' }, '/etc/hostname'],
    ['a data folder that cannot be made', { MOA_DATA_DIR: '/proc/moa' }, '/proc/moa'],
  ])('refuses %s in one line', async (_, env, reason) => {
    const { code, output } = await run('main.ts', env).ended;
    expect(code).toBe(1);
    const errors = output.trim().split('\n').slice(-1);
    expect(errors[0]).toMatch(/^Moa cannot start: /);
    expect(errors[0]).toContain(reason);
    expect(output).not.toContain('    at ');
  });

  it('refuses a port that is taken, and says how to choose another', async () => {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    const { code, output } = await run('main.ts', {}).ended;
    server.close();
    expect(code).toBe(1);
    expect(output).toContain(
      `port ${port} is taken: choose another one, PORT=${port + 1} npm start`,
    );
  });

  it(
    'keeps everything through SIGKILL, and its folder from others',
    async () => {
      const killed = run('main.ts', {});
      await untilAnswers(killed.child);
      const signUp = { email: 'kim@example.com', password: 'a stone bridge', name: 'Kim' };
      const headers = { 'content-type': 'application/json' };
      const send = (path: string) =>
        fetch(`http://127.0.0.1:${port}${path}`, {
          method: 'POST',
          headers,
          body: JSON.stringify(signUp),
        });
      expect((await send('/v1/auth/sign-up')).status).toBe(201);
      const other = await run('main.ts', { PORT: String(await freePort()) }).ended;
      expect(other).toMatchObject({ code: 1, output: expect.stringContaining('is in use') });
      const reset = await run('reset.ts', {}).ended;
      expect(reset).toMatchObject({ code: 1, output: expect.stringContaining('is in use') });
      killed.child.kill('SIGKILL');
      await killed.ended;

      const again = await runScript('start');
      await untilAnswers(again.child);
      const { email, password } = signUp;
      const login = await fetch(`http://127.0.0.1:${port}/v1/auth/login`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ email, password }),
      });
      expect(login.status).toBe(200);
      const secret = await stat(join(folder, 'secrets', 'signing-keys.json'));
      expect(secret.mode & 0o777).toBe(0o600);
      again.child.kill('SIGTERM');
      expect((await again.ended).code).toBe(0);
      expect(await readdir(join(folder, 'build'))).toEqual([]);
      await expect(fetch(`http://127.0.0.1:${port}/ping`)).rejects.toThrow('fetch failed');
    },
    2 * startMilliseconds,
  );

  it('refuses secrets that are damaged, and leaves them', async () => {
    const file = join(folder, 'secrets', 'sealing-key.json');
    await writeFile(file, '{"keys":["short"]}');
    const { code, output } = await run('main.ts', {}).ended;
    expect(code).toBe(1);
    expect(output).toContain('sealing-key.json cannot be used');
  });

  it('is emptied by a reset, unless something foreign is in the folder', async () => {
    await writeFile(join(folder, 'notes.txt'), 'mine');
    const refused = await run('reset.ts', {}).ended;
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('notes.txt') });
    await rm(join(folder, 'notes.txt'));
    expect((await run('reset.ts', {}).ended).code).toBe(0);
    expect(await readdir(folder)).toEqual([]);
  });
});
