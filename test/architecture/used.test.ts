import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { operatorSources } from './sources.ts';

const sources = operatorSources();

/** Files that scripts and tests alone use, and why they stand among the operator's. */
const FOR_SCRIPTS: Readonly<Record<string, string>> = {
  'operator/api/crd.ts': 'makes crds/',
  'operator/api/rights.ts': 'makes the rules of the charts and the table of the README',
  'operator/explain/pages-source.ts': 'makes pages.generated.ts',
};

test('every file is imported by another: what is written and not registered does nothing', () => {
  const entry = 'operator/main.ts';
  const imports = new Map(sources.map(({ path, imports: of }) => [path, of.map((one) => one.of)]));
  const reached = new Set<string>();
  const reach = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const next of imports.get(path) ?? []) if (imports.has(next)) reach(next);
  };
  reach(entry);
  for (const path of Object.keys(FOR_SCRIPTS)) reach(path);
  expect(sources.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
});

test.each(Object.keys(FOR_SCRIPTS))('%s is used by scripts', (path) => {
  const scripts = ['scripts/generated.ts', 'scripts/charts/index.ts'].map((file) =>
    readFileSync(file, 'utf8'),
  );
  expect(scripts.join('\n')).toContain(`../${path}'`);
});

test('every command is in the README', () => {
  const program = readFileSync('operator/cli/program.ts', 'utf8');
  const commands = [...program.matchAll(/\.command\('([a-z-]+)/g)].map(([, name]) => name ?? '');
  const readme = readFileSync('README.md', 'utf8');
  expect(commands.length).toBeGreaterThan(3);
  expect(commands.filter((name) => !readme.includes(`plane-operator ${name}`))).toEqual([]);
});
