import { claims, encode } from '../../../support/license.ts';
import { signed } from '../kit.ts';
import type { Case } from '../kit.ts';

const bad = (name: string, token: () => string): Case => ({
  name,
  expect: 'invalid',
  given: () => ({ token: token() }),
});
const payload = (name: string, content: string | Buffer): Case =>
  bad(name, () => signed({ payload: content }));
const text = JSON.stringify(claims());

/** Changes one segment of a good token. */
const changed = (index: number, change: (segment: string) => string): string =>
  signed()
    .split('.')
    .map((segment, at) => (at === index ? change(segment) : segment))
    .join('.');

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Another last character whose spare bits differ: 256 bytes leave four of them. */
const respelled = (segment: string): string =>
  `${segment.slice(0, -1)}${ALPHABET[ALPHABET.indexOf(segment.at(-1) ?? '') + 1] ?? ''}`;

const members = (json: string): string => text.replace(/\}$/, `,${json}}`);
const nested = (depth: number): string => `"deep":${'['.repeat(depth)}${']'.repeat(depth)}`;

/** What is read has one spelling and one meaning. */
export const ENCODING: readonly Case[] = [
  payload('duplicate-claim', text.replace('"users":100', '"users":5,"users":5000')),
  payload('duplicate-claim-escaped', text.replace('"users":100', '"users":5,"\\u0075sers":5000')),
  payload('duplicate-claim-top', members('"exp":1')),
  payload('duplicate-in-list', members('"list":[{"a":1,"a":1}]')),
  payload('proto-claim', members('"__proto__":{"limits":{"users":-1}}')),
  payload('constructor-claim', members('"deep":{"constructor":1}')),
  payload('prototype-claim', members('"prototype":1')),
  payload('payload-array', `[${text}]`),
  payload('payload-text', '"licence"'),
  payload('payload-null', 'null'),
  payload('payload-no-json', 'licence'),
  payload('payload-trailing', `${text} {}`),
  payload('payload-comment', text.replace('{', '{/* */')),
  payload('payload-trailing-comma', text.replace(/\}$/, ',}')),
  payload('payload-single-quotes', text.replaceAll('"', "'")),
  payload('payload-bom', `\ufeff${text}`),
  payload('payload-bad-utf8', Buffer.from(text.replace('Operations', 'Op\xff'), 'latin1')),
  payload('payload-overlong-utf8', Buffer.from(text.replace('Operations', 'Op\xc0\xaf'), 'latin1')),
  payload('payload-utf16', Buffer.from(text, 'utf16le')),
  payload('payload-lone-surrogate', text.replace('Operations', '\\ud800')),
  payload('payload-lone-surrogate-name', members('"\\udc00":1')),
  payload('payload-control-character', text.replace('Operations', 'Op\\u0000')),
  payload('deep-nesting', members(nested(17))),
  payload('deeper-nesting', members(nested(5_000))),
  {
    name: 'nesting-within-bounds',
    expect: 'valid',
    given: () => ({ token: signed({ payload: members(nested(10)) }) }),
  },
  bad('two-segments', () => signed().split('.').slice(0, 2).join('.')),
  bad('two-segments-dot', () => `${signed().split('.').slice(0, 2).join('.')}.`),
  bad('one-segment', () => encode(text)),
  bad('four-segments', () => `${signed()}.AAAA`),
  bad('five-segments', () => `${signed()}.AAAA.AAAA`),
  bad('empty-fourth-segment', () => `${signed()}.`),
  bad('json-serialization', () => {
    const [head, body, signature] = signed().split('.');
    return JSON.stringify({ protected: head, payload: body, signature });
  }),
  bad('json-serialization-general', () => {
    const [head, body, signature] = signed().split('.');
    return JSON.stringify({ payload: body, signatures: [{ protected: head, signature }] });
  }),
  bad('detached', () => changed(1, () => '')),
  bad('header-absent', () => changed(0, () => '')),
  bad('noncanonical-tail-bits', () => changed(2, respelled)),
  bad('padding', () => changed(2, (segment) => `${segment}==`)),
  bad('standard-alphabet', () => changed(1, (segment) => `${segment}+/`)),
  bad('impossible-length', () =>
    changed(1, (segment) => segment.slice(0, segment.length - (segment.length % 4) - 3)),
  ),
  bad('inner-newline', () => signed().replaceAll(/(.{64})/g, '$1\n')),
  bad('inner-space', () => signed().replace('.', '. ')),
  bad('zero-width', () => signed().replace('.', '\u200b.')),
  bad('byte-order-mark', () => `\ufeff${signed()}`),
  bad('full-width-dot', () => signed().replace('.', '．')),
  bad('bearer', () => `Bearer ${signed()}`),
  bad('quoted', () => `"${signed()}"`),
  bad('nul', () => `${signed()}\0`),
  bad('empty', () => ''),
  bad('white-space-alone', () => ' \n'),
  bad('dots-alone', () => '..'),
  bad('oversize', () => signed({ payload: { ...claims(), note: 'x'.repeat(3 * 1_048_576) } })),
  bad('oversize-spaces', () => `${signed()}${' '.repeat(20_000)}`),
  { name: 'secret-absent', expect: 'missing', given: () => ({ tokens: [undefined] }) },
];
