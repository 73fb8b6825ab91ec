// The operator as one file, and beside it the client for kubeconfig files. Usage: node scripts/build.ts [--out dist/operator]
import { readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';

import { build } from 'esbuild';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';

/** What a build came to. */
export interface Built {
  /** Folders of the npm packages that are in the files, `node_modules/zod`. */
  readonly packages: readonly string[];
}

const CLIENT = '@kubernetes/client-node';
const CLIENT_FILE = './kubernetes-client.cjs';

/** client-node is loaded for kubeconfig files alone; in a file of its own it costs nothing in a cluster. */
const apart: Plugin = {
  name: 'client-apart',
  setup: (builder) => {
    builder.onResolve({ filter: new RegExp(`^${CLIENT}$`) }, ({ importer }) =>
      importer === '' || importer === '<stdin>' ? undefined : { path: CLIENT_FILE, external: true },
    );
  },
};

const common = (outdir: string): BuildOptions & { readonly metafile: true } => ({
  outdir,
  bundle: true,
  // A script and no module: code that V8 compiled before can be handed to it.
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  platform: 'node',
  target: 'node24',
  minify: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});

/** Writes `plane-operator.cjs` and `kubernetes-client.cjs`; equal sources give equal bytes. */
export async function buildOperator(out: string): Promise<Built> {
  await rm(out, { recursive: true, force: true });
  const operator = await build({
    ...common(out),
    entryPoints: { 'plane-operator': 'operator/main.ts' },
    plugins: [apart],
  });
  const client = await build({
    ...common(out),
    stdin: { contents: `export { KubeConfig } from '${CLIENT}';`, resolveDir: '.' },
    entryNames: 'kubernetes-client',
  });
  await assertAscii(`${out}/plane-operator.cjs`);
  return { packages: packagesOf([operator.metafile, client.metafile]) };
}

/** V8 would keep two bytes for every letter of the program, and the image starts it from its bytes. */
async function assertAscii(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const [found] = /.{0,40}[\u0080-\uffff]/.exec(text) ?? [];
  if (found !== undefined)
    throw new Error(
      `Cannot bundle "${found}": write the last letter as \\uXXXX, regular expressions are kept as they are`,
    );
}

function packagesOf(metafiles: readonly Metafile[]): readonly string[] {
  const files = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ inputs }) =>
      Object.keys(inputs).filter((file) => (inputs[file]?.bytesInOutput ?? 0) > 0),
    ),
  );
  const folders = files.map((file) => FOLDER.exec(dirname(file))?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}

/** The innermost package that a file is of. */
const FOLDER = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

if (import.meta.main) {
  const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist/operator' } } });
  await buildOperator(values.out);
}
