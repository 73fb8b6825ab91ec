// One bundled file of the operator. Usage: node scripts/build.ts [--out dist/operator]
import { parseArgs } from 'node:util';

import { build } from 'esbuild';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist/operator' } } });

await build({
  entryPoints: { 'plane-operator': 'operator/main.ts' },
  outdir: values.out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  // client-node is loaded for kubeconfig files alone; in a chunk of its own it costs nothing in a cluster.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minify: true,
  legalComments: 'none',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
