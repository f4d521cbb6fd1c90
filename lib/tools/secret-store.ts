import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import type { SecretName } from '../secrets.ts';

/** Where the secrets of a stage are kept, for who may change them. */
export interface SecretStore {
  /** `undefined` when there is none of this name. */
  read(name: SecretName): Promise<string | undefined>;
  write(name: SecretName, text: string): Promise<void>;
}

/**
 * The store that `SECRETS_SOURCE` names: `file:<folder>` or `ssm:/moa/<stage>`.
 *
 * @throws Error in one line when it names none
 */
export function openSecretStore(source: string, region?: string): SecretStore {
  const [, kind, place] = /^(file|ssm):(.+)$/.exec(source) ?? [];
  if (kind === 'file' && place) return fileStore(place);
  if (kind === 'ssm' && place?.startsWith('/')) return parameterStore(place, region);
  throw new Error(`"${source}" is no source of secrets: file:<folder> or ssm:/moa/<stage>`);
}

function fileStore(folder: string): SecretStore {
  const fileOf = (name: SecretName) => join(folder, `${name}.json`);
  return {
    async read(name) {
      try {
        return await readFile(fileOf(name), 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async write(name, text) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const draft = `${fileOf(name)}.new`;
      await writeFile(draft, `${text}\n`, { mode: 0o600 });
      await rename(draft, fileOf(name));
    },
  };
}

function parameterStore(place: string, region: string | undefined): SecretStore {
  const client = new SSMClient(region ? { region } : {});
  return {
    async read(name) {
      try {
        const { Parameter } = await client.send(
          new GetParameterCommand({ Name: `${place}/${name}`, WithDecryption: true }),
        );
        return Parameter?.Value;
      } catch (error) {
        if (error instanceof ParameterNotFound) return undefined;
        throw error;
      }
    },
    async write(name, text) {
      await client.send(
        new PutParameterCommand({
          Name: `${place}/${name}`,
          Type: 'SecureString',
          Value: text,
          Overwrite: true,
        }),
      );
    },
  };
}
