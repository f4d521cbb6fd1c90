import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A tree that has nothing but the tools, a lock of one carried package, and an npm that fails. */
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moa-carried-'));
  for (const name of ['carried-packages.ts', 'install-carried-packages.ts']) {
    cpSync(join(process.cwd(), 'lib/tools', name), join(folder, 'lib/tools', name));
  }
  const packages = { 'node_modules/sharp': { version: '1.0.0', integrity: 'sha512-AAAA' } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
  const refusal = "console.error('npm error code ENOTFOUND\\nnpm error syscall getaddrinfo');";
  writeFileSync(join(folder, 'npm.cjs'), `${refusal} process.exit(1);`);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const install = () =>
  spawnSync(process.execPath, ['lib/tools/install-carried-packages.ts'], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, npm_execpath: join(folder, 'npm.cjs') },
  });

describe('an installation that cannot fetch what functions carry', () => {
  it('succeeds, and says in one line what is missing and what brings it', () => {
    const { status, stdout, stderr } = install();
    expect(stderr).toMatch(
      /^Functions cannot be packaged without node_modules\/sharp: run "npm run postinstall" .*ENOTFOUND\)\n$/,
    );
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  it('says nothing where it is there', () => {
    mkdirSync(join(folder, 'node_modules/sharp'), { recursive: true });
    const { status, stderr } = install();
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
