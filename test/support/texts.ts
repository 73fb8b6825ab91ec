/** A text that was made up, with the kind it is to be judged as. */
export interface MadeUp {
  readonly kind: 'url' | 'dsn';
  readonly text: string;
}

const NAMES = ['git', 'a', 'x1', 'long-name', 'n0-0n', 'evil', 'pg', 'xn--80ak6aa92e', 'GIT'];
const ENDS = [
  '.corp.example.com',
  '.corp.example.com',
  '.corp.example.com',
  '.plane.svc',
  '.plane.svc.cluster.local',
  '.acme.internal',
  '.Corp.Example.COM',
  '.corp.example.com.',
  '.evil.com',
  '.default.pod.cluster.local',
];
const ADDRESSES = ['10.20.0.', '10.20.1.', '10.21.0.', '8.8.8.', '127.0.0.', '010.20.0.'];
const ADDRESSES_6 = [
  '[fd12:3456:789a::',
  '[fd12:3456:789a:0:0:0:0:',
  '[FD12:3456:789A::',
  '[::ffff:',
];
/** What readers disagree about: put in anywhere. */
const FRAGMENTS = [
  ...[
    '@',
    '@evil.com',
    '@evil.com,x@',
    '\\',
    '\\@evil.com',
    ':',
    '::',
    ':80:80',
    '//',
    '/',
    '/../',
  ],
  ...[
    '.',
    '..',
    ',',
    ',evil.com',
    ';',
    ';amqp://evil.com',
    '#',
    '#@evil.com',
    '?',
    '?a=b',
    '&',
    '=',
  ],
  ...['?host=evil.com', '&host=evil.com', '?hostaddr=8.8.8.8', '&hostaddr=8.8.8.8', '?service=x'],
  ...[
    '?db=1',
    '?heartbeat=10',
    '?ssl_cert_reqs=required',
    '?sslmode=require',
    '&connect_timeout=3',
  ],
  ...[
    '%2c',
    '%40',
    '%2F',
    '%00',
    '%0d%0a',
    '%25',
    '%3a',
    '%',
    '%zz',
    '%C3%A4',
    '+',
    '*',
    '!',
    '~',
    '_',
  ],
  ...[
    '\u200b',
    '\u3002',
    '\uff0e',
    '\u0131',
    '\t',
    '\n',
    ' ',
    '"',
    "'",
    '|',
    '^',
    '<',
    '`',
    '{{',
    '${A}',
    '$(A)',
  ],
  ...[
    '[',
    ']',
    '[evil.com]',
    'evil.com',
    '8.8.8.8',
    '0x08080808',
    '-',
    'http:',
    'https://',
    'jdbc:',
  ],
];
const PATHS = [
  '',
  '',
  '/',
  '/db',
  '/a/b',
  '/0',
  '/%2F',
  '/a.b~c',
  '/x:y',
  '/a@b',
  '/..',
  '//evil.com',
];
const URL_QUERIES = ['', '', '', '?a=b', '?u=https://evil.com/', '?a&b=c', '?x@y', '?a=b;c,d'];
const DSN_QUERIES = [
  ...['', '', '', '', '?sslmode=require', '?sslmode=verify-full&sslrootcert=/etc/ca.pem', '?db=2'],
  ...[
    '?heartbeat=30',
    '?ssl_cert_reqs=required',
    '?connect_timeout=5&application_name=plane',
    '?tls=true',
  ],
];
const USERS = [
  'u:p@',
  ':p@',
  'u@',
  '@',
  'u:p%40q@',
  'u:p*~!=&@',
  'u:p:q@',
  'a:b+c-d_e.f@',
  'u:%2F%3a@',
];
const DSN_SCHEMES = [
  ...['postgresql', 'postgres', 'redis', 'rediss', 'amqp', 'amqps', 'ldap', 'ldaps', 'mongodb'],
  ...['redis-sentinel', 'Postgres', 'jdbc:postgresql', 'mongodb+srv'],
];

/**
 * Texts without end: from the grammar, most of them with up to three mutations. The same seed gives the same texts.
 */
export function* madeUpTexts(seed: number): Generator<MadeUp, never> {
  const random = scattered(seed);
  const pick = (list: readonly string[]): string => list[random(list.length)] ?? '';
  const word = (): string => random(36 ** 4).toString(36);
  const host = (): string => {
    const kind = random(10);
    if (kind < 7) return `${pick(NAMES)}${random(2) === 0 ? '' : `-${word()}`}${pick(ENDS)}`;
    return kind === 7
      ? `${pick(ADDRESSES_6)}${random(65_536).toString(16)}]`
      : `${pick(ADDRESSES)}${random(256)}`;
  };
  const hostPort = (): string =>
    `${host()}${random(2) === 0 ? '' : `:${random(8) === 0 ? random(100_000) : 1 + random(65_535)}`}`;
  const url = (): string =>
    `${pick(['http', 'https', 'https', 'HTTPS', 'ftp'])}://${random(12) === 0 ? pick(USERS) : ''}${hostPort()}${pick(PATHS)}${pick(URL_QUERIES)}`;
  const dsn = (): string =>
    `${pick(DSN_SCHEMES)}://${random(2) === 0 ? '' : pick(USERS)}${hostPort()}${random(6) === 0 ? `,${hostPort()}` : ''}${random(3) === 0 ? `/${word()}` : pick(PATHS)}${pick(DSN_QUERIES)}`;
  const mutated = (text: string): string => {
    const place = random(text.length + 1);
    switch (random(5)) {
      case 0:
        return text.slice(0, place) + text.slice(place + 1);
      case 1:
        return text.slice(0, place) + text.slice(Math.max(0, place - 3), place) + text.slice(place);
      default:
        return text.slice(0, place) + pick(FRAGMENTS) + text.slice(place);
    }
  };
  for (;;) {
    const kind = random(2) === 0 ? 'url' : 'dsn';
    let text = kind === 'url' ? url() : dsn();
    for (let left = random(4); left > 0; left -= 1) text = mutated(text);
    yield { kind, text };
  }
}

/** Whole numbers below a bound, of a period of 2^32 (mulberry32): a million texts need more than a simple generator has. */
function scattered(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
