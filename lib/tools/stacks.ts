import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { defaultDataDir, environmentFile } from '../local/settings.ts';
import { domains } from '../registry/domains.ts';
import { bundling } from './bundling.ts';
import { installCarriedPackages } from './carried-packages.ts';
import { exportNames } from './template-names.ts';

type EnvironmentValue =
  | string
  | number
  | boolean
  | { 'Fn::ImportValue': string }
  | { 'Fn::Sub': string };

/** The parts of the engine that are used here. */
interface Serverless {
  serviceDir: string;
  processedInput: {
    commands: string[];
    options: Record<string, string | boolean | string[] | undefined>;
  };
  configurationInput: {
    params: Record<string, Record<string, unknown> | null>;
  };
  service: {
    provider: { environment: Record<string, EnvironmentValue>; stackName: string };
  };
  classes: { Error: new (message: string, code: string) => Error };
  pluginManager: { plugins: object[] };
  getProvider(name: 'aws'): {
    getStage(): string;
    getCredentials?(): unknown;
  };
}

/** The parts of serverless-esbuild that are used here. */
interface Bundler {
  functionEntries: readonly { entry: string }[];
  buildDirPath: string;
  /** What it has built, by entry: it builds that again by `rebuild`. */
  buildCache?: Record<string, { result: { rebuild(): Promise<void> } }>;
}

/** Commands that act on every stack, in order. */
const commandsForAll = new Set(['package', 'deploy', 'remove', 'info', 'deploy list']);

/** Commands that cannot do their work without AWS. */
const commandsWithCredentials = new Set(['deploy', 'remove', 'info', 'deploy list']);

/** Parameters without which a stage that serves people must not go out. */
const requiredParameters: Record<string, { names: readonly string[] }> = {
  prod: { names: ['apiUrl', 'mailFrom', 'adminEmail', 'alarmEmail'] },
};

const localStage = 'local';
const packagesFolder = '.serverless';
const workFolder = '.build/packages';

/**
 * Plugin that makes one command of many stacks: without `--param domain=…` a command is repeated
 * for each stack, or for the stack of the function that it names.
 */
export default class Stacks {
  readonly hooks: Record<string, () => Promise<void>>;
  readonly #serverless: Serverless;

  constructor(serverless: Serverless) {
    this.#serverless = serverless;
    const { serviceDir } = serverless;
    this.hooks = {
      initialize: () => this.#begin(),
      // serverless-esbuild goes to its build folder, where the files that functions read are not.
      'before:invoke:local:invoke': async () => process.chdir(serviceDir),
      'after:package:initialize': () => this.#bundle(),
      // serverless-esbuild expects it, and makes it only when there are functions.
      'package:createDeploymentArtifacts': async () => {
        await mkdir(join(serviceDir, '.esbuild/.serverless'), { recursive: true });
      },
    };
  }

  get #command(): string {
    return this.#serverless.processedInput.commands.join(' ');
  }

  get #stage(): string {
    return this.#serverless.getProvider('aws').getStage();
  }

  async #begin(): Promise<void> {
    this.#checkStage();
    if (this.#command === 'package' || this.#command === 'deploy') this.#bringCarriedPackages();
    if (this.#chosenStack !== undefined) {
      this.#checkParameters();
      this.#completeEnvironment();
      return;
    }
    const functionName = this.#serverless.processedInput.options.function;
    if (typeof functionName === 'string') {
      await this.#repeatFor([this.#stackOf(functionName)]);
    } else if (commandsForAll.has(this.#command)) {
      this.#checkParameters();
      if (commandsWithCredentials.has(this.#command)) await this.#checkCredentials();
      await this.#repeatForAll();
    }
  }

  /**
   * Bundles a stack's functions by one run of esbuild, which reads what they share once.
   * serverless-esbuild would run it for each, and takes here what is built.
   */
  async #bundle(): Promise<void> {
    const isBundler = (plugin: object): plugin is Bundler => 'functionEntries' in plugin;
    const bundler = this.#serverless.pluginManager.plugins.find(isBundler);
    if (!bundler) return;
    const entries = bundler.functionEntries.map(({ entry }) => entry);
    if (entries.length === 0) return;
    await build({
      ...bundling,
      absWorkingDir: this.#serverless.serviceDir,
      entryPoints: entries,
      outdir: bundler.buildDirPath,
      outbase: '.',
      outExtension: { '.js': '.cjs' },
    });
    const built = { result: { rebuild: async () => undefined } };
    bundler.buildCache = Object.fromEntries(entries.map((entry) => [entry, built]));
  }

  /** In the order of deployment; removal goes backwards. */
  get #stacks(): string[] {
    return ['base', ...Object.keys(domains)];
  }

  /** The stack that the command line names. */
  get #chosenStack(): string | undefined {
    const given = [this.#serverless.processedInput.options.param ?? []].flat();
    const entry = given.find((text) => typeof text === 'string' && text.startsWith('domain='));
    if (typeof entry !== 'string') return undefined;
    const stack = entry.slice('domain='.length);
    if (this.#stacks.includes(stack)) return stack;
    throw this.#error(`There is no stack "${stack}"; choose one of ${this.#stacks.join(', ')}`);
  }

  #stackOf(functionName: string): string {
    const stack = this.#stacks.find((name) => functionName.startsWith(`${name}-`));
    if (stack) return stack;
    throw this.#error(
      `There is no function "${functionName}"; events/samples has a file for each, such as platform-ping`,
    );
  }

  #bringCarriedPackages(): void {
    try {
      installCarriedPackages();
    } catch (error) {
      throw this.#error(error instanceof Error ? error.message : String(error));
    }
  }

  #checkStage(): void {
    const stages = Object.keys(this.#serverless.configurationInput.params).filter(
      (name) => name !== 'default',
    );
    if (!stages.includes(this.#stage)) {
      throw this.#error(
        `There is no stage "${this.#stage}"; choose one of ${stages.join(', ')} or add it to params in serverless.yml`,
      );
    }
    const isShipped = this.#command !== 'invoke local' && this.#command !== 'print';
    if (this.#stage === localStage && isShipped) {
      throw this.#error('The stage "local" is only for `serverless invoke local`');
    }
  }

  #checkParameters(): void {
    if (this.#command !== 'package' && this.#command !== 'deploy') return;
    const missing = (requiredParameters[this.#stage]?.names ?? []).filter(
      (name) => !this.#parameter(name),
    );
    if (missing.length === 0) return;
    const options = missing.map((name) => `--param ${name}=…`).join(' ');
    throw this.#error(
      `The stage "${this.#stage}" needs ${missing.join(' and ')}: add to params.${this.#stage} in serverless.yml or pass ${options}`,
    );
  }

  #parameter(name: string): unknown {
    const { params } = this.#serverless.configurationInput;
    const given = [this.#serverless.processedInput.options.param ?? []].flat();
    const entry = given.find((text) => typeof text === 'string' && text.startsWith(`${name}=`));
    if (typeof entry === 'string') return entry.slice(name.length + 1);
    return params[this.#stage]?.[name] ?? params.default?.[name];
  }

  async #checkCredentials(): Promise<void> {
    try {
      await this.#serverless.getProvider('aws').getCredentials?.();
    } catch {
      throw this.#error(
        `serverless ${this.#command} needs AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`,
      );
    }
  }

  /** Variables that are empty are not set, and an API without a name of its own gets its address. */
  #completeEnvironment(): void {
    const { environment } = this.#serverless.service.provider;
    if (environment.API_URL === '' && this.#command !== 'invoke local') {
      environment.API_URL = {
        'Fn::ImportValue': exportNames.httpApiUrl.replace(/\$\{sls:stage\}/, this.#stage),
      };
    }
    if (environment.MOA_BUILD === '') environment.MOA_BUILD = this.#commit() ?? '';
    for (const [name, value] of Object.entries(environment)) {
      if (value === '') delete environment[name];
      else if (typeof value !== 'object') environment[name] = String(value);
    }
    if (this.#stage === localStage) this.#useLocalServices(environment);
  }

  /** What is checked out, marked where files differ from it; `undefined` outside of a repository. */
  #commit(): string | undefined {
    const args = ['describe', '--always', '--dirty', '--abbrev=12', '--exclude=*'];
    try {
      return execFileSync('git', args, {
        cwd: this.#serverless.serviceDir,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    } catch {
      return undefined;
    }
  }

  /** A function that is invoked locally works on what `npm start` runs. */
  #useLocalServices(environment: Record<string, EnvironmentValue>): void {
    const dataDir = process.env.MOA_DATA_DIR || defaultDataDir;
    const file = join(dataDir, environmentFile);
    if (!existsSync(file)) {
      if (this.#command !== 'invoke local') return;
      throw this.#error(`No running stack in ${dataDir}: run npm start, or set MOA_DATA_DIR`);
    }
    const running: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
    Object.assign(environment, running);
    Object.assign(process.env, running);
  }

  async #repeatForAll(): Promise<never> {
    const folder = this.#serverless.processedInput.options.package;
    const isPackaging = this.#command === 'package';
    const work = join(this.#serverless.serviceDir, workFolder);
    const target = resolve(this.#serverless.serviceDir, String(folder ?? packagesFolder));
    if (isPackaging) await rm(work, { recursive: true, force: true });
    if (isPackaging || this.#command === 'deploy') {
      // The contracts of all functions, which other commands do not need.
      const { quotasOfStage, quotaWarnings } = await import('./quotas.ts');
      for (const warning of quotaWarnings(quotasOfStage())) console.warn(`Quota: ${warning}`);
    }
    const stacks = this.#command === 'remove' ? this.#stacks.toReversed() : this.#stacks;
    const began = performance.now();
    return this.#repeatFor(stacks, {
      more: (stack) => {
        if (isPackaging) return ['--package', join(work, stack)];
        return folder === undefined ? [] : ['--package', join(target, stack)];
      },
      done: async () => {
        const seconds = ((performance.now() - began) / 1000).toFixed(0);
        if (isPackaging) {
          await rm(target, { recursive: true, force: true });
          await rename(work, target);
        }
        console.log(`\n${this.#command}: ${stacks.join(', ')} done (${seconds}s)`);
      },
    });
  }

  async #repeatFor(
    stacks: readonly string[],
    options: { more?: (stack: string) => string[]; done?: () => Promise<void> } = {},
  ): Promise<never> {
    for (const stack of stacks) {
      if (stacks.length > 1) console.log(`\n— ${stack}`);
      const extra = ['--param', `domain=${stack}`, ...(options.more?.(stack) ?? [])];
      const code = await this.#run([...this.#arguments(), ...extra]);
      if (code !== 0) process.exit(code);
    }
    await options.done?.();
    // What the command would do next for the one stack of this process has been done for all.
    process.exit(0);
  }

  /** The command line as it was given, with the stage that `invoke local` means. */
  #arguments(): string[] {
    const given = process.argv.slice(2);
    if (this.#command === 'invoke local') {
      const hasStage = this.#serverless.processedInput.options.stage !== undefined;
      return hasStage ? given : [...given, '--stage', localStage];
    }
    const at = given.findIndex((argument) => argument === '--package' || argument === '-p');
    if (at >= 0) given.splice(at, 2);
    return given.filter((argument) => !argument.startsWith('--package='));
  }

  #run(args: string[]): Promise<number> {
    const child = spawn(process.execPath, [process.argv[1] ?? '', ...args], { stdio: 'inherit' });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 1));
    });
  }

  #error(message: string): Error {
    return new this.#serverless.classes.Error(message, 'MOA');
  }
}
