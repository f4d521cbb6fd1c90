import { execFile, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { LocalServiceError } from './local-service-error.ts';

const JAVA_PACKAGE = 'openjdk-17-jre-headless';
export const OLDEST_JAVA = 17;

/**
 * The path of `java`: JAVA_HOME's, else the first on PATH. On Debian as root a missing one is
 * installed, with a line on standard output that says so.
 *
 * @throws LocalServiceError naming the Debian package when there is none.
 */
export async function findJava(): Promise<string> {
  const found = await lookForJava();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && (await isDebian())) {
    await installJava();
    const installed = await lookForJava();
    if (installed !== undefined) return installed;
  }
  throw new LocalServiceError(
    `Java ${OLDEST_JAVA} or newer is missing (DynamoDB Local needs it): ` +
      `apt-get install ${JAVA_PACKAGE}`,
  );
}

/**
 * What to say when `java` refused the jar: `undefined` unless its version is too old. Asked only
 * after a failed start, because it costs the start of a JVM.
 */
export async function oldJavaError(java: string): Promise<LocalServiceError | undefined> {
  const output = await promisify(execFile)(java, ['-version']).then(
    ({ stdout, stderr }) => stdout + stderr,
    () => '',
  );
  const version = /version "(1\.)?(\d+)[^"]*"/.exec(output);
  if (version === null || Number(version[2]) >= OLDEST_JAVA) return undefined;
  return new LocalServiceError(
    `${java} is Java ${version[2]}, DynamoDB Local needs ${OLDEST_JAVA} or newer: ` +
      `apt-get install ${JAVA_PACKAGE}`,
  );
}

async function lookForJava(): Promise<string | undefined> {
  const home = process.env.JAVA_HOME;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  if (home !== undefined && home !== '') folders.unshift(join(home, 'bin'));
  for (const folder of folders) {
    const candidate = join(folder, 'java');
    try {
      await access(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

async function isDebian(): Promise<boolean> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^ID(_LIKE)?=.*debian/m.test(release);
}

async function installJava(): Promise<void> {
  process.stdout.write(
    `Java is missing: installing the Debian package ${JAVA_PACKAGE} (about 190 MB) with apt-get\n`,
  );
  await runAptGet(['update', '-q']);
  await runAptGet(['install', '-q', '-y', '--no-install-recommends', JAVA_PACKAGE]);
}

function runAptGet(args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('apt-get', args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    let errors = '';
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (chunk: string) => {
      errors += chunk;
    });
    const fail = (reason: string): void =>
      reject(
        new LocalServiceError(
          `apt-get ${args.join(' ')} failed (${reason}): install ${JAVA_PACKAGE} yourself`,
        ),
      );
    child.once('error', (error) => fail(error.message));
    child.once('close', (code) => {
      if (code === 0) resolve();
      else fail(errors.trim().split('\n').at(-1) ?? `exit code ${code}`);
    });
  });
}
