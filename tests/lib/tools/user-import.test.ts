import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { login } from '../../../functions/identity/sign-in/routes.ts';
import { firebaseHashing } from '../../../lib/identity/sign-up/import-row.ts';
import { elementsOf, type Row } from '../../../lib/tools/json-rows.ts';
import { importFile, type UserImportOptions } from '../../../lib/tools/user-import.ts';
import { bodyOf, importedHash, importedPassword } from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld, type World } from '../../support/world.ts';

const hashConfig = {
  base64_signer_key:
    'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
  base64_salt_separator: 'Bw==',
  rounds: 8,
  mem_cost: 14,
};
const firebaseUser = {
  localId: 'x1',
  emailVerified: true,
  passwordHash:
    'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
  salt: '42xEC+ixf3L2lw==',
  displayName: 'Lee "이" {[',
  createdAt: '1486324027000',
  providerUserInfo: [],
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moa-import-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

async function run(name: string, text: string, options: Partial<UserImportOptions> = {}) {
  const file = await fileOf(name, text);
  const printed: string[] = [];
  const print = (line: string) => printed.push(line);
  const summary = await importFile({ file, now: new Date(), dryRun: false, print, ...options });
  return { ...summary, printed };
}

const lines = (...rows: unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

describeInProcess('importFile', () => {
  let world: World;
  let people = 0;
  let host: string;
  beforeAll(async () => {
    world = await createWorld();
    host = (await world.user('somebody')).email.replace('somebody', 'x');
  });
  const address = () => `${++people}.${host}`;

  it('imports the lines of a file once', async () => {
    const [one, other] = [address(), address()];
    const text = lines(
      { email: one, passwordHash: importedHash },
      { email: other, passwordHash: importedHash, emailVerified: true, name: '김하나' },
    );
    expect(await run('once.jsonl', text)).toEqual({
      imported: 2,
      exists: 0,
      failed: 0,
      printed: [],
    });
    const body = { email: one, password: importedPassword };
    expect(await world.call(login, { body })).toHaveStatus(200);
    const again = await run('once.jsonl', text);
    expect(again).toMatchObject({ imported: 0, exists: 2, failed: 0 });
    expect(again.printed).toEqual([
      'line 1: an account has this address; it stays as it is',
      'line 2: an account has this address; it stays as it is',
    ]);
    expect(await world.call(login, { body })).toHaveStatus(200);
  });

  it('never changes an account that is there', async () => {
    const kim = await world.user('kim');
    const row = { email: kim.email.toUpperCase(), name: 'Mallory', passwordHash: importedHash };
    expect(await run('there.jsonl', lines(row))).toMatchObject({ imported: 0, exists: 1 });
    const { user } = await bodyOf(
      world.call(login, { body: { email: kim.email, password: kim.password } }),
    );
    expect(user.name).toBe('kim');
  });

  it('goes on behind rows that it cannot import, and tells their lines and nothing of their hashes', async () => {
    const good = address();
    const taken = address().replace(/\W/g, '_').slice(0, 30);
    const text = [
      '{"email":',
      JSON.stringify({ email: 'nobody' }),
      '',
      JSON.stringify({ email: address(), passwordHash: 'c2VjcmV0' }),
      JSON.stringify({ email: address(), passwordHash: importedHash.replace('$04$', '$31$') }),
      JSON.stringify({ email: address(), role: 'admin' }),
      JSON.stringify({ email: address(), disabled: true }),
      JSON.stringify({ email: address(), handle: taken }),
      JSON.stringify({ email: address(), handle: taken.toUpperCase() }),
      JSON.stringify({ email: good }),
      JSON.stringify({ email: good.toUpperCase() }),
    ].join('\n');
    const { printed, ...summary } = await run('bad.jsonl', text);
    expect(summary).toEqual({ imported: 2, exists: 1, failed: 7 });
    expect(printed).toHaveLength(8);
    expect(printed).toEqual(
      expect.arrayContaining([
        'line 11: an account has this address; it stays as it is',
        'line 1: it is not JSON',
        'line 2: email must be an e-mail address',
        "line 4: passwordHash cannot be used: it is no bcrypt hash, and Firebase's parameters are not given",
        'line 5: passwordHash cannot be used: its cost is 31: 4 to 12 can be verified',
        'line 6: Unrecognized key: "role"',
        'line 7: disabled is disabled there: whoever is to come along must be active',
        expect.stringMatching(/^line [89]: handle .* is taken$/),
      ]),
    );
  });

  it('writes nothing in a dry run', async () => {
    const email = address();
    const text = lines({ email, passwordHash: importedHash }, { email });
    const tried = await run('dry.jsonl', text, { dryRun: true });
    expect(tried).toMatchObject({ imported: 1, exists: 1, failed: 0 });
    expect(await run('dry.jsonl', text)).toMatchObject({ imported: 1, exists: 1 });
  });

  it("imports Firebase's export, with the parameters in the file or given", async () => {
    const [one, other] = [address(), address()];
    const text = JSON.stringify(
      { hash_config: hashConfig, users: [{ ...firebaseUser, email: one }] },
      null,
      2,
    );
    const check = { email: one.toUpperCase(), password: 'user1password' };
    expect(await run('own.json', text, { check })).toMatchObject({ imported: 1, failed: 0 });
    const given = JSON.stringify({ users: [{ ...firebaseUser, email: other }, { localId: 'y' }] });
    const hashing = firebaseHashing.parse(hashConfig);
    const { printed, ...summary } = await run('given.json', given, {
      hashing,
      check: { email: other, password: 'user1password' },
    });
    expect(summary).toEqual({ imported: 1, exists: 0, failed: 1 });
    expect(printed).toEqual([expect.stringMatching(/^line 1: email /)]);
    for (const email of [one, other]) {
      const body = { email, password: 'user1password' };
      const { user } = await bodyOf(world.call(login, { body }));
      expect(user).toMatchObject({
        name: 'Lee "이" {[',
        emailVerified: true,
        createdAt: '2017-02-05T19:47:07.000Z',
      });
    }
  });
});

describeInProcess('an import of hashes of Firebase', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });

  const textOf = (email: string, changes: Partial<typeof hashConfig> = {}) =>
    JSON.stringify({
      hash_config: { ...hashConfig, ...changes },
      users: [{ ...firebaseUser, email }],
    });

  it('begins when one password fits, and not before', async () => {
    const { email } = await world.user('kim');
    const unused = email.replace('kim', 'kims-sister');
    const check = { email: unused, password: 'user1password' };
    const wrong = { base64_salt_separator: 'CA==' };
    const refusals = [
      [textOf(unused), undefined, /--check <address>:<password>/],
      [textOf(unused), { ...check, password: 'user2password' }, /the password is not that of/],
      [textOf(unused, wrong), check, /the parameters of the hashes are wrong/],
      [textOf(unused), { ...check, email }, /no row that can be imported has the address/],
      [lines({ email: unused }), check, /has no password to check/],
    ] as const;
    for (const [text, given, message] of refusals) {
      const name = text.startsWith('{"hash') ? 'checked.json' : 'checked.jsonl';
      await expect(run(name, text, { check: given })).rejects.toThrow(message);
    }
    const dry = await run('checked.json', textOf(unused), { dryRun: true });
    expect(dry).toMatchObject({ imported: 1, printed: [expect.stringContaining('--check')] });
    expect(await run('checked.json', textOf(unused), { check })).toMatchObject({ imported: 1 });
    expect(await world.call(login, { body: check })).toHaveStatus(200);
  });
});

describeInProcess('an import without any account', () => {
  it('makes the one who is named the administrator, and nobody else', async () => {
    const world = await createWorld({ env: { RATE_LIMIT_FACTOR: '1000' } });
    const users = ['one', 'two', 'three'].map((name) => ({
      email: `${name}@example.com`,
      passwordHash: importedHash,
    }));
    const order = (admin?: string) =>
      world.request('POST', '/_local/imported-users', { body: { users, admin } });
    expect(await order()).toHaveStatus(500);
    expect(await order('two@example.com')).toHaveStatus(200);
    expect((await order('three@example.com')).body).toEqual({
      outcomes: ['exists', 'exists', 'exists'],
    });
    const roles = users.map(async ({ email }) => {
      const body = { email, password: importedPassword };
      return (await bodyOf(world.call(login, { body }))).user.role;
    });
    expect(await Promise.all(roles)).toEqual(['user', 'admin', 'user']);
    const { email, password } = await world.user('kim');
    expect((await bodyOf(world.call(login, { body: { email, password } }))).user.role).toBe('user');
  });
});

describe('elementsOf', () => {
  const rowsOf = async (text: string) => {
    const rows: Row[] = [];
    for await (const row of elementsOf(await fileOf('rows.json', text))) rows.push(row);
    return rows.map(({ line, text: row, isSetting }) => [line, row, isSetting]);
  };

  it('tells objects and their lines apart, whatever stands in them', async () => {
    const text = '{"a": {"b": []},\n"users": [\n{"c": "}\\"{"},\n{"d": [{"e": 1}]}]}';
    expect(await rowsOf(text)).toEqual([
      [1, '{"b": []}', true],
      [3, '{"c": "}\\"{"}', false],
      [4, '{"d": [{"e": 1}]}', false],
    ]);
  });

  it('gives what is left of a file that ends too soon', async () => {
    expect(await rowsOf('[{"a": 1}, {"b": "')).toEqual([
      [1, '{"a": 1}', false],
      [1, '{"b": "', false],
    ]);
  });

  it('puts together what is read in pieces', async () => {
    const long = JSON.stringify({ a: '가'.repeat(50_000) });
    expect(await rowsOf(`[${long},\n${long}]`)).toEqual([
      [1, long, false],
      [2, long, false],
    ]);
  });
});
