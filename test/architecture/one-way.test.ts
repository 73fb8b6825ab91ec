import ts from 'typescript';
import { expect, test } from 'vitest';

import { nodes, operatorSources } from './sources.ts';
import type { Source } from './sources.ts';

/** Stages in the order in which data flows: a stage imports itself and what stands above it. */
const STAGES = [
  'lib',
  'judge',
  'api',
  'ports',
  'oci',
  'registry',
  'bundle',
  'model',
  'license',
  'products',
  'observe',
  'preflight',
  'admission',
  'apply',
  'status',
  'explain',
  'reconcile',
  'kube',
  'runtime',
  'cli',
] as const;

/** Stages without effects: equal input gives equal output, on any machine, at any time. */
const PURE = [
  'operator/lib/',
  'operator/judge/',
  'operator/api/',
  'operator/oci/',
  'operator/model/',
  'operator/license/',
  'operator/products/',
  'operator/preflight/rules/',
  'operator/admission/',
  'operator/status/',
  'operator/explain/',
];
/** Modules of Node that pure stages may use after all, by file. */
const PURE_MODULES: Readonly<Record<string, readonly string[]>> = {
  // A hash has no effect.
  'operator/lib/digest.ts': ['node:crypto'],
  // Nor has reading a certificate.
  'operator/lib/certificate.ts': ['node:crypto'],
  'operator/lib/fingerprint.ts': ['node:crypto'],
  // Nor has reading a public key.
  'operator/license/public-key.ts': ['node:crypto'],
  'operator/oci/digest.ts': ['node:crypto'],
};
/** What gives another answer every time, reaches out of the process, or reads its surroundings. */
const IMPURE = new Set([
  'Bun',
  'Buffer',
  'clearInterval',
  'clearTimeout',
  'console',
  'crypto',
  'fetch',
  'globalThis',
  'performance',
  'process',
  'queueMicrotask',
  'require',
  'setImmediate',
  'setInterval',
  'setTimeout',
]);

const sources = operatorSources();
const rank = (stage: string): number => STAGES.findIndex((known) => known === stage);
const stageOf = (path: string): string => path.split('/')[1] ?? '';
const ours = ({ imports }: Source): readonly string[] =>
  imports.map(({ of }) => of).filter((of) => of.startsWith('operator/'));

test('every folder of the operator is a stage', () => {
  const folders = new Set(sources.map(({ stage }) => stage).filter((stage) => stage !== ''));
  expect([...folders].filter((folder) => rank(folder) < 0)).toEqual([]);
});

test('imports point upstream', () => {
  const wrong = sources
    .filter(({ stage }) => stage !== '')
    .flatMap((source) =>
      ours(source)
        .filter((of) => rank(stageOf(of)) > rank(source.stage))
        .map((of) => `${source.path} imports ${of}`),
    );
  expect(wrong).toEqual([]);
});

test('ports know nothing but api and lib', () => {
  const wrong = sources
    .filter(({ stage }) => stage === 'ports')
    .flatMap(ours)
    .filter((of) => !['lib', 'api', 'ports'].includes(stageOf(of)));
  expect(wrong).toEqual([]);
});

test('no file imports itself by way of others', () => {
  const edges = new Map(sources.map((source) => [source.path, ours(source)]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, above: readonly string[]): void => {
    if (above.includes(path)) cycles.push([...above.slice(above.indexOf(path)), path].join(' -> '));
    if (done.has(path) || above.includes(path)) return;
    for (const next of edges.get(path) ?? []) visit(next, [...above, path]);
    done.add(path);
  };
  for (const { path } of sources) visit(path, []);
  expect(cycles).toEqual([]);
});

test('the client of Kubernetes is loaded in kube alone, and late', () => {
  const wrong = sources.flatMap(({ path, stage, imports }) =>
    imports
      .filter(({ of, typeOnly }) => of.startsWith('@kubernetes/') && !typeOnly)
      .filter(({ dynamic }) => stage !== 'kube' || !dynamic)
      .map(({ of }) => `${path} imports ${of}`),
  );
  expect(wrong).toEqual([]);
});

const pure = sources.filter(({ path }) => PURE.some((folder) => path.startsWith(folder)));

test('pure stages import no module of Node', () => {
  const wrong = pure.flatMap(({ path, imports }) =>
    imports
      .filter(({ of, typeOnly }) => of.startsWith('node:') && !typeOnly)
      .filter(({ of }) => PURE_MODULES[path]?.includes(of) !== true)
      .map(({ of }) => `${path} imports ${of}`),
  );
  expect(wrong).toEqual([]);
});

test('pure stages read no clock, chance, environment or network', () => {
  const wrong = pure.flatMap(({ path, tree }) =>
    nodes(tree)
      .filter(isImpure)
      .map((node) => `${path} uses ${node.getText(tree).slice(0, 60)}`),
  );
  expect(wrong).toEqual([]);
});

test('that test sees what it forbids', () => {
  const seen = (text: string): boolean =>
    nodes(ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2024, true)).some(isImpure);
  for (const text of ['Date.now()', 'new Date()', 'Math.random()', 'process.env.A', 'fetch(a)'])
    expect(seen(text), text).toBe(true);
  for (const text of ['new Date(at)', 'Math.max(1, 2)', 'own.process', 'const a = { process: 1 }'])
    expect(seen(text), text).toBe(false);
});

function isImpure(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node))
    return ['Date.now', 'Math.random'].includes(node.getText());
  if (ts.isNewExpression(node))
    return node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0;
  return ts.isIdentifier(node) && IMPURE.has(node.text) && !isName(node);
}

/** Whether an identifier is only the name of a member. */
const isName = ({ parent, text }: ts.Identifier): boolean =>
  (ts.isPropertyAccessExpression(parent) && parent.name.text === text) ||
  (ts.isPropertyAssignment(parent) && parent.name.getText() === text) ||
  ts.isPropertySignature(parent) ||
  ts.isMethodSignature(parent);
