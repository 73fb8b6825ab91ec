import { createPublicKey } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import type { KeySource } from '../../../operator/license/key-set.ts';
import { claims, compact, eddsa, encode, es256, hs256, rs256 } from '../../support/license.ts';
import type { Signer } from '../../support/license.ts';
import { EC, ED, outcome, PINNED, RSA } from './kit.ts';

const pin = (text: string): readonly KeySource[] => [{ name: 'vendor.pem', text }];
const pem = (jwk: Readonly<Record<string, string>>): readonly KeySource[] =>
  pin(
    createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString(),
  );

// The examples of the RFCs. One whose payload is no licence passes up to there, which shows that its signature does.
const JOE =
  'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
const RFC_RSA = pem({
  kty: 'RSA',
  e: 'AQAB',
  n: 'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ',
});
const RFC_EC = pem({
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
});
const RFC_ED = pem({
  kty: 'OKP',
  crv: 'Ed25519',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
});

test.each([
  {
    why: 'RFC 7515 A.1, HS256',
    token: `eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.${JOE}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`,
    keys: RFC_RSA,
    is: 'Algorithm',
  },
  {
    why: 'RFC 7515 A.2, RS256',
    token: `eyJhbGciOiJSUzI1NiJ9.${JOE}.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw`,
    keys: RFC_RSA,
    is: 'ok',
  },
  {
    why: 'RFC 7515 A.3, ES256',
    token: `eyJhbGciOiJFUzI1NiJ9.${JOE}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q`,
    keys: RFC_EC,
    is: 'ok',
  },
  {
    why: 'RFC 7515 A.4, another algorithm over another payload',
    token: `eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.${'A'.repeat(176)}`,
    keys: RFC_EC,
    is: 'Algorithm',
  },
  {
    why: 'RFC 7515 A.5, unsecured',
    token: `eyJhbGciOiJub25lIn0.${JOE}.`,
    keys: RFC_EC,
    is: 'Malformed',
  },
  {
    why: 'RFC 7515 A.6, JSON form',
    token: `{"payload":"${JOE}","signatures":[{"protected":"eyJhbGciOiJSUzI1NiJ9","signature":"cC4h"}]}`,
    keys: RFC_RSA,
    is: 'Malformed',
  },
  {
    why: 'RFC 7515 appendix E, a critical member',
    token: `${encode('{"alg":"none","crit":["http://example.com/UNDEFINED"],"http://example.com/UNDEFINED":true}')}.RkFJTA.AAAA`,
    keys: RFC_RSA,
    is: 'Header',
  },
  {
    why: 'RFC 7515 appendix F, detached',
    token: `eyJhbGciOiJFUzI1NiJ9..DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q`,
    keys: RFC_EC,
    is: 'Malformed',
  },
  {
    why: 'RFC 8037 A.4, Ed25519, whose payload is a sentence',
    token:
      'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
    keys: RFC_ED,
    is: 'Payload',
  },
])('$why: $is', async ({ token, keys, is }) => {
  expect(await outcome(token, keys)).toBe(is);
});

const KINDS: readonly {
  readonly alg: string;
  readonly signer: Signer;
  readonly keys: readonly KeySource[];
}[] = [
  { alg: 'RS256', signer: rs256(RSA), keys: PINNED },
  { alg: 'ES256', signer: es256(EC), keys: pin(EC.pem) },
  { alg: 'EdDSA', signer: eddsa(ED), keys: pin(ED.pem) },
];

type Parts = readonly [string, string, string];
const flipped = (segment: string): string =>
  `${segment.startsWith('A') ? 'B' : 'A'}${segment.slice(1)}`;

/** What Wycheproof changes in a good token, and white space and padding in each of its parts. */
const CHANGES: Readonly<Record<string, (parts: Parts) => string>> = {
  'signature changed': ([a, b, c]) => `${a}.${b}.${flipped(c)}`,
  'signature missing': ([a, b]) => `${a}.${b}.`,
  'signature and dot missing': ([a, b]) => `${a}.${b}`,
  'signature truncated': ([a, b, c]) => `${a}.${b}.${c.slice(0, -4)}`,
  'signature longer': ([a, b, c]) => `${a}.${b}.${c.slice(0, -2)}AAAAAA`,
  'payload changed': ([a, b, c]) => `${a}.${b.slice(0, 8)}${flipped(b.slice(8))}.${c}`,
  'payload missing': ([a, , c]) => `${a}..${c}`,
  'payload and dot missing': ([a, , c]) => `${a}.${c}`,
  'header changed': ([a, b, c]) =>
    `${encode(`{"kid":"vendor",${Buffer.from(a, 'base64url').toString().slice(1)}`)}.${b}.${c}`,
  'header missing': ([, b, c]) => `.${b}.${c}`,
  'header and dot missing': ([, b, c]) => `${b}.${c}`,
  'header and signature missing': ([, b]) => `.${b}.`,
  'payload alone': ([, b]) => b,
  nothing: () => '',
  'an empty fourth part': (parts) => `${parts.join('.')}.`,
  'a fourth part': (parts) => `${parts.join('.')}.foo`,
  'parts in another order': ([a, b, c]) => `${b}.${a}.${c}`,
  ...Object.fromEntries(
    ['header', 'payload', 'signature'].flatMap((name, at) =>
      Object.entries({
        'a space': ' ',
        'a line end': '\n',
        padding: '=',
        'a plus': '+',
        'a slash': '/',
        'a percent sign': '%',
        'a letter with an accent': 'é',
      }).map(([what, text]) => [
        `${what} in the ${name}`,
        (parts: Parts) =>
          parts
            .map((part, index) =>
              index === at ? `${part.slice(0, 4)}${text}${part.slice(4)}` : part,
            )
            .join('.'),
      ]),
    ),
  ),
};

describe.each(KINDS)('$alg', ({ alg, signer, keys }) => {
  const token = compact({ header: { alg }, payload: claims(), signer });

  test('a good token is accepted, also with white space inside its JSON', async () => {
    expect(await outcome(token, keys)).toBe('ok');
    const spaced = { header: `{ "alg" :\n\t"${alg}" }`, payload: claims(), signer };
    expect(await outcome(compact(spaced), keys)).toBe('ok');
  });

  test.each(Object.entries(CHANGES))('%s', async (_, change) => {
    const [a = '', b = '', c = ''] = token.split('.');
    expect(await outcome(change([a, b, c]), keys)).not.toBe('ok');
  });

  test.each(['none', 'NONE', 'None', 'HS256', 'RS384', 'PS512', 'ES512', 'EdDSA448', ''])(
    'the algorithm "%s" over the same signature',
    async (other) => {
      const draft = { header: { alg: other }, payload: claims(), signer };
      expect(await outcome(compact(draft), keys)).toBe('Algorithm');
    },
  );

  test('a MAC with the public key as its secret', async () => {
    const secret = keys[0]?.text ?? '';
    for (const name of ['HS256', alg]) {
      const draft = { header: { alg: name }, payload: claims(), signer: hs256(secret) };
      expect(await outcome(compact(draft), keys)).not.toBe('ok');
    }
  });

  test('a signature over bytes that are no canonical base64url', async () => {
    const [a = '', b = ''] = token.split('.');
    for (const input of [`${a}.${b}=`, `${a}.${b} `, `${a}=.${b}`])
      expect(await outcome(`${input}.${encode(signer(Buffer.from(input)))}`, keys)).toBe(
        'Malformed',
      );
  });
});
