import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  signingKeySet,
  unknownKeyMilliseconds,
  verificationKeySet,
} from '../../../lib/auth/keys.ts';
import { rotateKeys, spreadMilliseconds } from '../../../lib/tools/key-rotation.ts';
import { openSecretStore, type SecretStore } from '../../../lib/tools/secret-store.ts';

let folder: string;
let store: SecretStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moa-keys-'));
  store = openSecretStore(`file:${folder}/secrets`);
});
afterEach(() => rm(folder, { recursive: true }));

const credentialSecrets = [
  'refresh-token-key',
  'second-factor-key',
  'mailed-token-key',
  'passkey-challenge-key',
];

const start = new Date('2026-01-15T09:30:00.000Z');
const minutes = (count: number) => new Date(start.getTime() + count * 60_000);
const wait = async () => undefined;
const rotate = (now: Date) => rotateKeys(store, { now, wait });

const read = async (name: string) =>
  JSON.parse(await readFile(join(folder, 'secrets', `${name}.json`), 'utf8'));
const verifying = async () =>
  verificationKeySet.parse(await read('verification-keys')).keys.map(({ kid }) => kid);
const signing = async () => signingKeySet.parse(await read('signing-keys')).keys[0]?.kid;

describe('rotateKeys', () => {
  it('makes the secrets of a stage that has none', async () => {
    const { created } = await rotate(start);
    expect(await verifying()).toEqual([created]);
    expect(await signing()).toBe(created);
    expect((await read('sealing-key')).keys).toHaveLength(1);
  });

  it('lets the new key sign and the one before verify', async () => {
    const first = await rotate(start);
    const sealing = await read('sealing-key');
    const second = await rotate(minutes(10));
    expect(await signing()).toBe(second.created);
    expect(await verifying()).toEqual([second.created, first.created]);
    expect(await read('sealing-key')).toEqual(sealing);
  });

  it('tells verifiers of a key before anything signs with it', async () => {
    await rotate(start);
    const written: string[] = [];
    const watched: SecretStore = {
      read: (name) => store.read(name),
      write: async (name, text) => {
        written.push(name);
        await store.write(name, text);
      },
    };
    await rotateKeys(watched, { now: minutes(1), wait });
    expect(written).toEqual(['verification-keys', 'signing-keys']);
  });

  it('publishes a key for longer than anybody waits to look for it', () => {
    expect(spreadMilliseconds).toBeGreaterThan(2 * unknownKeyMilliseconds);
  });

  it('removes a key when the last token that it signed has expired', async () => {
    const first = await rotate(start);
    const second = await rotate(minutes(10));
    const third = await rotate(minutes(20));
    expect(await verifying()).toEqual([third.created, second.created, first.created]);
    const fourth = await rotate(minutes(90));
    expect(fourth.removed).toEqual([first.created]);
    expect(await verifying()).toEqual([fourth.created, third.created, second.created]);
  });

  it('keeps the key that still signs after a rotation that was stopped half-way', async () => {
    const { created: signer } = await rotate(start);
    const stopped = rotateKeys(store, {
      now: minutes(10),
      wait: () => Promise.reject(new Error('stopped')),
    });
    await expect(stopped).rejects.toThrow('stopped');
    expect(await signing()).toBe(signer);
    await rotate(minutes(200));
    expect(await verifying()).toContain(signer);
  });

  it('signs with nothing that another rotation took away from the verifiers', async () => {
    const { created } = await rotate(start);
    const old = await store.read('verification-keys');
    const crossed: SecretStore = {
      read: (name) => store.read(name),
      write: (name, text) => store.write(name, (name === 'verification-keys' && old) || text),
    };
    await expect(rotateKeys(crossed, { now: minutes(1), wait })).rejects.toThrow(
      'Another rotation came in between',
    );
    expect(await signing()).toBe(created);
  });

  it.each(['signing-keys', 'refresh-token-key', 'sealing-key'])(
    'changes nothing when %s is missing',
    async (name) => {
      await rotate(start);
      const before = await verifying();
      await rm(join(folder, `secrets/${name}.json`));
      await expect(rotate(minutes(1))).rejects.toThrow(`${name} cannot be found`);
      expect(await verifying()).toEqual(before);
    },
  );

  it('gives credentials secrets of their own where one stood for all, in two steps', async () => {
    await rotate(start);
    const [former] = (await read('sealing-key')).keys;
    for (const name of credentialSecrets) await rm(join(folder, `secrets/${name}.json`));

    await rotate(minutes(1));
    expect((await read('sealing-key')).keys).toEqual([former]);
    const kept = await Promise.all(credentialSecrets.map(async (name) => (await read(name)).keys));
    expect(kept.map((keys) => keys[0]).filter((key) => key === former)).toEqual([]);
    expect(kept.map((keys) => keys.includes(former))).toEqual([true, true, false, false]);

    await rotate(minutes(2));
    expect((await read('sealing-key')).keys).toHaveLength(1);
    expect((await read('sealing-key')).keys).not.toContain(former);
    const separate = await read('sealing-key');
    await rotate(minutes(3));
    expect(await read('sealing-key')).toEqual(separate);
    const again = await Promise.all(credentialSecrets.map(async (name) => (await read(name)).keys));
    expect(again).toEqual(kept);
  });
});

describe('openSecretStore', () => {
  it.each(['', 'folder', 'ssm:moa/dev', 'http://example.com'])('refuses %j', (source) => {
    expect(() => openSecretStore(source)).toThrow('is no source of secrets');
  });
});
