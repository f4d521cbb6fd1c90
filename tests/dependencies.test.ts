import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';

const root = process.cwd();

const sources = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);

/** What a file imports, types included; relative ones as paths from the root. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g);
  return [...found].map(([, name = '']) =>
    name.startsWith('.') ? relative(root, join(root, dirname(file), name)) : name,
  );
}

const offences = (files: readonly string[], forbidden: (imported: string) => boolean) =>
  files.flatMap((file) =>
    importsOf(file)
      .filter(forbidden)
      .map((imported) => `${file} imports ${imported}`),
  );

const isIn = (folder: string) => (path: string) => path.startsWith(`${folder}/`);

/**
 * The floors of the house, the lowest first: an import leads to the same floor's own room or further
 * down. A room is a folder or a file; the longest that fits counts.
 */
const floors: readonly (readonly string[])[] = [
  [
    ...['lib/caller', 'lib/clock', 'lib/config', 'lib/errors', 'lib/ids', 'lib/lanes', 'lib/log'],
    ...['lib/metrics', 'lib/schema', 'lib/scopes', 'lib/trace'],
  ],
  ['lib/aws'],
  ['lib/secrets'],
  ['lib/crypto'],
  ['lib/model'],
  ['lib/context', 'lib/needs'],
  ['lib/queue'],
  ['lib/cron', 'lib/events', 'lib/mail', 'lib/purge', 'lib/search'],
  ['events/messages'],
  ['lib/registry/messages'],
  ['events'],
  ['lib/auth/errors', 'lib/identity/errors'],
  ['lib/identity/accounts'],
  ['lib/companies/errors'],
  ['lib/companies/membership'],
  ['lib/auth'],
  ['lib/http'],
  ['lib/notifications'],
  ['lib/relations'],
  ['lib/inbox'],
  ['lib/moderation'],
  ['lib/identity/mails'],
  ['lib/identity/sessions'],
  ['lib/identity/passwords'],
  ['lib/identity/totp', 'lib/identity/profiles'],
  ['lib/identity/passkeys'],
  ['lib/identity/social'],
  ['lib/identity/sign-in'],
  ['lib/identity/sign-up', 'lib/identity/api-keys', 'lib/identity/devices'],
  ['lib/identity/recovery'],
  ['lib/identity/administration', 'lib/identity/deletion'],
  ['lib/files/errors'],
  ['lib/files/library'],
  ['lib/files/uses'],
  ['lib/files/uploads'],
  ['lib/files/contents'],
  ['lib/files/copies', 'lib/files/pictures'],
  ['lib/files/upkeep'],
  ['lib/files'],
  ['lib/identity/profile-image'],
  ['lib/identity'],
  ['lib/sns/errors'],
  ['lib/sns/posts'],
  ['lib/sns/images', 'lib/sns/likes', 'lib/sns/replies', 'lib/sns/tags'],
  ['lib/sns/timeline'],
  ['lib/sns/publishing'],
  ['lib/sns'],
  ['lib/platform/errors'],
  ['lib/platform/audit', 'lib/platform/docs', 'lib/platform/health', 'lib/platform/queues'],
  ['lib/platform/account-pages', 'lib/platform/discovery'],
  ['lib/platform'],
  ['lib/companies'],
  ['lib/registry'],
  ['functions'],
  ['lib/registry/routes'],
  ['lib/client', 'lib/functions', 'lib/openapi'],
  ['lib/invocables'],
  ['lib/grants'],
  ['lib/local', 'lib/tools'],
];

/** Where a file stands: its room, and how high. */
function placeOf(file: string): { room: string; floor: number } | undefined {
  return floors
    .flatMap((rooms, floor) => rooms.map((room) => ({ room, floor })))
    .filter(({ room }) => file === `${room}.ts` || file.startsWith(`${room}/`))
    .toSorted((one, other) => other.room.length - one.room.length)[0];
}

/** On the ground floor files use each other; so do the local stack and the tools, never deployed. */
const isAllowed = (from: { room: string; floor: number }, to: { room: string; floor: number }) =>
  to.floor < from.floor ||
  to.room === from.room ||
  (from.floor === to.floor && [0, floors.length - 1].includes(from.floor));

describe('dependencies', () => {
  const files = ['lib', 'functions', 'events'].flatMap(sources);

  it('lead down the floors', () => {
    const places = new Map(files.map((file) => [file, placeOf(file)]));
    expect([...places].filter(([, place]) => !place).map(([file]) => file)).toEqual([]);
    const upward = [...places].flatMap(([file, from]) =>
      importsOf(file).flatMap((imported) => {
        const to = placeOf(imported);
        return from && to && !isAllowed(from, to) ? [`${file} imports ${imported}`] : [];
      }),
    );
    expect(upward).toEqual([]);
  });

  it('never lead into tests', () => {
    expect(offences(files, isIn('tests'))).toEqual([]);
  });
});

describe('contracts', () => {
  const contracts = [
    ...sources('functions').filter((file) => /\/(routes|shared)\.ts$/.test(file)),
    ...sources('events'),
  ];

  it('reach neither AWS, nor the table, nor configuration, nor the machine', async () => {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: contracts,
      outdir: join(root, '.build/contracts'),
      bundle: true,
      format: 'esm',
      packages: 'external',
      platform: 'neutral',
      write: false,
      metafile: true,
    });
    const builtins = new Set(builtinModules);
    const impure = Object.entries(metafile.inputs).flatMap(([file, { imports }]) =>
      imports
        .map(({ path }) => path)
        .filter(
          (path) =>
            /^(@aws-sdk|@smithy|electrodb|@middy)/.test(path) ||
            // IDNA of a host asks the machine for nothing.
            (path !== 'node:url' && (path.startsWith('node:') || builtins.has(path))) ||
            /^lib\/(config|secrets|aws\/.*)\.ts$/.test(path),
        )
        .map((path) => `${file} imports ${path}`),
    );
    expect(impure).toEqual([]);
  });
});
