import { join } from 'node:path';
import { build, type Metafile, stop } from 'esbuild';
import { bundling } from '../../lib/tools/bundling.ts';
import { invocables } from '../../lib/tools/invocables.ts';

const root = join(import.meta.dirname, '../..');

/** What a function carries that makes it larger than others, where it does. */
const classes = [
  { name: 'with sharp', carries: /node_modules\/sharp\// },
  { name: 'with WebAuthn', carries: /node_modules\/@simplewebauthn\// },
  { name: 'with the S3 client', carries: /node_modules\/@aws-sdk\/client-s3\// },
] as const;

const plain = 'plain';
export const classNames = [plain, ...classes.map(({ name }) => name)] as const;
export type ClassName = (typeof classNames)[number];

export interface Bundle {
  /** `sns-create-post`, or the name of a peer. */
  name: string;
  file: string;
  bytes: number;
  className: ClassName;
}

/** The names of what is measured against, as they lie in `peers`. */
export type PeerName = 'bare' | 'create-post' | 'get-timeline' | 'like-post';

const peerNames: readonly PeerName[] = ['bare', 'create-post', 'get-timeline', 'like-post'];

/** Bundles all functions and the peers, both as functions are deployed. */
export async function buildBundles(outdir: string) {
  const modules = new Map([
    ...invocables.map(({ name, module }) => [name, module] as const),
    ...peerNames.map((name) => [name, `tests/benchmarks/peers/${name}`] as const),
  ]);
  const { metafile } = await build({
    ...bundling,
    absWorkingDir: root,
    entryPoints: [...modules.values()].map((module) => `${module}.ts`),
    outdir,
    outbase: '.',
    outExtension: { '.js': '.cjs' },
    sourcemap: false,
    metafile: true,
  });
  // It holds gigabytes that what is measured may need.
  await stop();
  const outputs = new Map(
    Object.values(metafile.outputs).map((output) => [output.entryPoint, output]),
  );
  const bundleOf = (name: string): Bundle => {
    const module = modules.get(name);
    const output = outputs.get(`${module}.ts`);
    if (!output) throw new Error(`${name} was not built`);
    const file = join(outdir, `${module}.cjs`);
    return { name, file, bytes: output.bytes, className: classOf(output) };
  };
  return {
    functions: invocables.map(({ name }) => bundleOf(name)),
    functionNamed: (name: string) => bundleOf(name),
    peer: (name: PeerName) => bundleOf(name),
  };
}

export type Bundles = Awaited<ReturnType<typeof buildBundles>>;

function classOf({ inputs, imports }: Metafile['outputs'][string]): ClassName {
  const carried = [
    ...Object.entries(inputs).flatMap(([path, { bytesInOutput }]) =>
      bytesInOutput > 0 ? path : [],
    ),
    ...imports.map(({ path }) => `node_modules/${path}/`),
  ];
  const found = classes.find(({ carries }) => carried.some((path) => carries.test(path)));
  return found?.name ?? plain;
}
