import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { judgeText } from '../../../operator/cli/judge.ts';
import { createJudge, KIND_NAMES } from '../../../operator/judge/judge.ts';
import type { Kind } from '../../../operator/judge/judge.ts';
import { readPolicy } from '../../../operator/cli/cases.ts';

const [, section = ''] =
  /\n## What counts as inside\n([\s\S]*?)\n## /.exec(readFileSync('README.md', 'utf8')) ?? [];
const [, shown = ''] = /```yaml\n([\s\S]*?)```/.exec(section) ?? [];
const file = join(mkdtempSync(join(tmpdir(), 'readme-')), 'policy.yaml');
writeFileSync(file, shown);

const EXAMPLES = [
  ...section.matchAll(/^\| `(\w+)` +\| `([^`]*)` +\| (allow|refuse) +\| (\w+) +\|$/gm),
].map(([, kind = '', input = '', verdict = '', reason = '']) => ({ kind, input, verdict, reason }));

test('the README shows enough examples, of kinds that there are', () => {
  expect(EXAMPLES.length).toBeGreaterThan(20);
  expect(EXAMPLES.filter(({ kind }) => !KIND_NAMES.includes(kind as Kind))).toEqual([]);
});

test.each(EXAMPLES)(
  'the README says $verdict of $kind $input',
  async ({ kind, input, ...said }) => {
    const { policy } = await readPolicy(file, 'plane');
    expect(createJudge(policy)({ kind: kind as Kind, input })).toMatchObject(said);
  },
);

test('judge tells a person what is refused, why, and what would be accepted', async () => {
  const told: string[] = [];
  const console = {
    out: (text: string) => told.push(text),
    error: (text: string) => told.push(text),
  };
  const of = { kind: 'url', policy: file, namespace: 'plane' } as const;
  expect(await judgeText({ ...of, input: 'https://user:word@git.evil.com/' }, console)).toBe(1);
  expect(await judgeText({ ...of, input: 'https://git.evil.com/' }, console)).toBe(1);
  expect(await judgeText({ ...of, input: 'https://git.corp.example.com/' }, console)).toBe(0);
  expect(told.join('')).toMatchInlineSnapshot(`
    "refuse: A user name or password stands where only a host may stand. [UserinfoNotAllowed]
      an @ stands in front of the path
      leave user and password out; credentials come from a Secret
    refuse git.evil.com: The name is in no list that counts as inside. [NameNotAllowed]
      "git.evil.com" is in no list of the AirgapPolicy
      use a Service as name.namespace.svc, a listed host, or a name below corp.example.com, internal, home.arpa
    allow git.corp.example.com: The name lies below a listed domain. [ListedSuffix]
    "
  `);
});
