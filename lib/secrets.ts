import { readFile } from 'node:fs/promises';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { reportCalls } from './aws/calls.ts';
import { clientDefaults } from './aws/deadline.ts';
import { config } from './config.ts';
import type { SecretName } from './needs.ts';

interface Held {
  text: Promise<string>;
  readAt: number;
}

const held = new Map<SecretName, Held>();
const keepMilliseconds = 5 * 60_000;
const leastMillisecondsBetweenReads = 1000;

let client: SSMClient | undefined;

/**
 * The text of a secret, kept for five minutes. `fresh` reads it again, at most once a second, for a
 * caller who met a key that the kept text does not know.
 */
export function readSecret(name: SecretName, options: { fresh?: boolean } = {}): Promise<string> {
  const known = held.get(name);
  const age = known ? Date.now() - known.readAt : Number.POSITIVE_INFINITY;
  const limit = options.fresh ? leastMillisecondsBetweenReads : keepMilliseconds;
  if (known && age < limit) return known.text;
  const text = load(name);
  held.set(name, { text, readAt: Date.now() });
  // A failed read must not be kept.
  text.catch(() => held.delete(name));
  return text;
}

async function load(name: SecretName): Promise<string> {
  const [kind, place] = splitOnce(config.secretsSource);
  if (kind === 'file') return readFile(`${place}/${name}.json`, 'utf8');
  if (client === undefined) {
    client = new SSMClient({ ...clientDefaults, region: config.region });
    client.middlewareStack.use(reportCalls('ssm'));
  }
  const { Parameter } = await client.send(
    new GetParameterCommand({ Name: `${place}/${name}`, WithDecryption: true }),
  );
  if (!Parameter?.Value) throw new Error(`The parameter ${name} is empty`);
  return Parameter.Value;
}

function splitOnce(source: string): [string, string] {
  const colon = source.indexOf(':');
  return [source.slice(0, colon), source.slice(colon + 1)];
}
