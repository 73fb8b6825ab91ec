import { describe, expect, test } from 'vitest';

import { installationSpec } from '../../../operator/api/installation.ts';
import { CONDITIONS, REASONS } from '../../../operator/api/reasons.ts';
import { InstallationStatus } from '../../../operator/api/status.ts';
import { structural } from '../../../operator/api/structural.ts';
import type { Structural } from '../../../operator/api/structural.ts';
import { PRODUCTS } from '../../../operator/products/index.ts';
import { kubectlOf, pagesOf } from './files.ts';

const REASON_PAGES = pagesOf('pages');
const CONDITION_PAGES = pagesOf('conditions');
const ALL = [...CONDITION_PAGES, ...REASON_PAGES];

const SPEC = structural(installationSpec(PRODUCTS), 'spec');
const SCHEMA: Structural = {
  properties: { spec: SPEC, status: structural(InstallationStatus, 'status'), metadata: {} },
};

test('every reason has a page, and no page is left over', () => {
  expect(REASON_PAGES.map(({ topic }) => topic)).toEqual(Object.keys(REASONS).sort());
});

test('every condition has a page, and no page is left over', () => {
  expect(CONDITION_PAGES.map(({ topic }) => topic)).toEqual(Object.keys(CONDITIONS).sort());
});

const headings = (text: string): readonly string[] => text.match(/^#+ .*$/gm) ?? [];
const sections = (text: string): readonly string[] =>
  text.split(/^#+ .*$/m).map((section) => section.trim());

test.each(REASON_PAGES)('$path has the headings of a reason, each with a text', (page) => {
  expect(headings(page.text)).toEqual([
    `# ${page.topic}`,
    '## What it means',
    '## What still works',
    '## What to do',
    '## How to see that it is over',
  ]);
  expect(sections(page.text).slice(2)).not.toContain('');
});

test.each(CONDITION_PAGES)('$path has the headings of a condition, each with a text', (page) => {
  expect(headings(page.text)).toEqual([
    `# Condition ${page.topic}`,
    '## What it means',
    '## Values',
    '## Reasons',
    '## How to look at it',
  ]);
  expect(sections(page.text).slice(2)).not.toContain('');
});

test.each(ALL)('$path fits a screen', ({ text }) => {
  expect(text.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(32);
});

/** Why a path is not one of the resource; undefined when it is. */
function unknownField(path: string): string | undefined {
  let node: Structural = SCHEMA;
  for (const name of path.replaceAll(/\[[^\]]*\]/g, '').split('.')) {
    const inner: Structural | undefined = node.properties?.[name] ?? node.items?.properties?.[name];
    if (inner === undefined) return `${path}: there is no "${name}"`;
    node = inner;
  }
  return undefined;
}

/** Fields in a text: `spec.images.overrides[].key`; not those of `planeinstallation.spec` or of another kind. */
const fieldsIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?<![\w./])(?:spec|status)(?:\.\w+(?:\[[^\]]*\])?)+/g)].map(([path]) => path);

test.each(ALL)('$path names no field that a PlaneInstallation does not have', ({ text }) => {
  const prose = text.replaceAll(/jsonpath='[^']*'/g, '');
  expect(fieldsIn(prose).flatMap((path) => unknownField(path) ?? [])).toEqual([]);
});

test.each([
  { path: 'spec.images.overrides[].key', known: true },
  { path: 'spec.plane.components.api.scaledBy', known: true },
  { path: 'status.conditions[0].reason', known: true },
  { path: 'spec.plane.components.nothing', known: false },
  { path: 'spec.licence', known: false },
])('that test sees whether there is $path', ({ path, known }) => {
  expect(fieldsIn(`Set \`${path}\`.`)).toEqual([path]);
  expect(unknownField(path) === undefined).toBe(known);
});

const aboutPlane = (line: string): boolean => / (get|patch) plane /.test(line);

/** Paths of a jsonpath template, those inside a range below the list that it goes through. */
function jsonPaths(line: string): readonly string[] {
  const template = /jsonpath='(.*)'/.exec(line)?.[1] ?? '';
  let list = '';
  return [...template.matchAll(/\{(range |end|)([^{}]*)\}/g)].flatMap(
    ([, word, expression = '']) => {
      if (word === 'end') list = '';
      if (!expression.startsWith('.')) return [];
      const path = `${list}${expression}`.replace(/^\./, '');
      if (word === 'range ') list = expression;
      return [path];
    },
  );
}

/** Paths of a merge patch. */
const patched = (value: unknown, path: string): readonly string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => patched(inner, `${path}.${name}`))
    : [path.slice(1)];

test.each(ALL)('$path reads and patches nothing that a PlaneInstallation does not have', (page) => {
  const lines = kubectlOf(page).filter(aboutPlane);
  const patches = lines.flatMap((line) => /-p '(.*)'/.exec(line)?.[1] ?? []);
  const written = patches
    .flatMap((patch) => patched(JSON.parse(patch), ''))
    .filter((path) => path !== 'metadata.finalizers');
  expect(
    [...lines.flatMap(jsonPaths), ...written].flatMap((path) => unknownField(path) ?? []),
  ).toEqual([]);
});

/** What a reader puts in; NAME and NAMESPACE are those of the PlaneInstallation. */
const PLACEHOLDERS = new Set([
  ...['NAME', 'NAMESPACE', 'OPERATOR_NAMESPACE'],
  ...['CLASS', 'DEPLOYMENT', 'FILE', 'ISSUER', 'JOB', 'KEY', 'KIND', 'OBJECT', 'PART', 'POD'],
  ...['SECRET', 'VALUE', 'VERSION'],
]);
/** Kinds that have no namespace. */
const CLUSTER_SCOPED =
  /^kubectl (?:get|annotate|patch|create) (?:storageclass|ingressclass|priorityclass|clusterissuer|namespace)/;

test.each(ALL)('$path has commands with known placeholders that say where', (page) => {
  for (const line of kubectlOf(page)) {
    const placeholders = line.match(/\b[A-Z][A-Z_]+\b/g) ?? [];
    expect(
      placeholders.filter((word) => !PLACEHOLDERS.has(word)),
      line,
    ).toEqual([]);
    if (placeholders.length > 0 && !CLUSTER_SCOPED.test(line))
      expect(line).toMatch(/^kubectl -n (?:OPERATOR_)?NAMESPACE /);
  }
});

test.each(REASON_PAGES)('$path has a command to look with', (page) => {
  expect(kubectlOf(page).length).toBeGreaterThan(0);
});

test.each(ALL)('$path refers to no topic that there is not', ({ text }) => {
  const named = [...text.matchAll(/plane-operator explain (\w+)/g)].map(([, topic = '']) => topic);
  const known = [...Object.keys(REASONS), ...Object.keys(CONDITIONS), 'RULE'];
  expect(named.filter((topic) => !known.includes(topic))).toEqual([]);
});

describe('no page needs the internet', () => {
  const HOST =
    /(?<![\w.-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|so|dev|ai|app|cloud|sh|eu|de)\b(?!\.\w)/gi;
  const INSIDE = /(?:^|\.)(?:airgapped\.dev|kubernetes\.io|cert-manager\.io|example\.com)$/;

  test.each(ALL)('$path', ({ text }) => {
    const hosts = [...text.matchAll(HOST)].map(([host]) => host);
    expect(hosts.filter((host) => !INSIDE.test(host))).toEqual([]);
    expect(text).not.toMatch(/https?:|\]\(/);
  });
});
