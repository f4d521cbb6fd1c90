/*
 * Runs before `npm start` and `npm test`, by whatever Node npm finds: installs the dependencies when
 * they are not those of package-lock.json, and refuses a Node that is too old.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 24;

const root = fileURLToPath(new URL('../..', import.meta.url));
const lockFile = `${root}package-lock.json`;
const installedFile = `${root}node_modules/.package-lock.json`;
const ownNode = `${root}node_modules/.bin/node`;

if (!isInstalled()) install();
checkNode();

function isInstalled() {
  if (!existsSync(installedFile)) return false;
  if (statSync(installedFile).mtimeMs >= statSync(lockFile).mtimeMs) return true;
  // A checkout touches the file without changing it, and an installation is slow.
  if (!hasLockedVersions()) return false;
  utimesSync(installedFile, new Date(), new Date());
  return true;
}

function hasLockedVersions() {
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const present = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) =>
      path === '' || optional || link || present[path]?.version === version,
  );
}

function install() {
  process.stdout.write('Installing the dependencies by npm ci; this takes a minute or two\n');
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm ? [process.execPath, npm] : ['npm'];
  const { status, error } = spawnSync(command, [...first, 'ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) fail(`npm ci failed (${error?.message ?? `exit code ${status}`}): see above`);
}

function checkNode() {
  if (major(process.version) >= OLDEST_NODE) return;
  // This process may have begun before there was one in node_modules.
  const own = spawnSync(ownNode, ['--version'], { encoding: 'utf8' });
  if (own.status === 0 && major(own.stdout) >= OLDEST_NODE) return;
  fail(
    `Moa needs Node ${OLDEST_NODE} or newer, this is ${process.version}: ` +
      'install it from https://nodejs.org (on Linux, npm ci brings it along)',
  );
}

/** @param {string} version */
function major(version) {
  return Number.parseInt(version.replace(/^v/, ''), 10);
}

/** @param {string} message */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
