/**
 * Imports users with the password hashes of another system; each is kept as ours are from its
 * owner's first sign-in on. Running it again imports what is missing.
 *
 *   npm run import-users -- users.jsonl                     into the local stack, beside `npm start`
 *   npm run import-users -- users.json --stage prod --hash-key … --salt-separator … --check …
 *
 * Options: --dry-run · --check <address>:<password> of one user, which Firebase's hashes take · --admin <address> for the first account of a stage · --region · and, named as
 * by `firebase auth:import`, --hash-key --salt-separator --rounds --mem-cost
 */
import { parseArgs } from 'node:util';
import { described, environmentOf } from './stage-environment.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    stage: { type: 'string' },
    region: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
    admin: { type: 'string' },
    check: { type: 'string' },
    'hash-key': { type: 'string' },
    'salt-separator': { type: 'string' },
    rounds: { type: 'string' },
    'mem-cost': { type: 'string' },
  },
});

try {
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Error('give one file');
  Object.assign(process.env, await environmentOf(values));
  // Only now: they read their configuration when they are loaded.
  const { importFile } = await import('./user-import.ts');
  if ((values['hash-key'] === undefined) !== (values['salt-separator'] === undefined)) {
    throw new Error('--hash-key and --salt-separator go together');
  }
  const { firebaseHashing } = await import('../identity/sign-up/import-row.ts');
  const hashing =
    values['hash-key'] === undefined
      ? undefined
      : firebaseHashing.parse({
          base64_signer_key: values['hash-key'],
          base64_salt_separator: values['salt-separator'],
          rounds: values.rounds,
          mem_cost: values['mem-cost'],
        });
  const { dryRun, admin } = { ...values, dryRun: values['dry-run'] };
  const check = checkOf(values.check);
  const print = (line: string) => console.log(line);
  const summary = await importFile({ file, now: new Date(), dryRun, admin, hashing, check, print });
  const { imported, exists, failed } = summary;
  const did = dryRun ? 'would be imported' : 'imported';
  console.log(`${imported} ${did}, ${exists} had an account already, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
} catch (error) {
  console.error(`import-users: ${described(error)}`);
  process.exitCode = 1;
}

/** `<address>:<password>`; there is no colon in an address that anybody has. */
function checkOf(text: string | undefined): { email: string; password: string } | undefined {
  if (text === undefined) return undefined;
  const [, email, password] = /^([^:]+):(.+)$/s.exec(text) ?? [];
  if (email === undefined || password === undefined) {
    throw new Error('--check takes <address>:<password>');
  }
  return { email, password };
}
