import { judgeHostPort } from '../host-ports.ts';
import type { Bench } from '../rule.ts';
import { judgeUrl } from '../urls.ts';
import { allow, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { dig, entries, members } from './placed.ts';
import type { Placed } from './placed.ts';

/** URLs that an issuer writes into every certificate; clients call them. */
const PUBLISHED = ['ocspServers', 'crlDistributionPoints', 'issuingCertificateURLs'] as const;

const unknown = (is: string): Verdict =>
  refuse('UnknownProvider', {
    is,
    accept: 'use a ca, selfSigned, vault, acme or venafi.tpp issuer with servers inside',
  });

/** A URL that must be given, and be inside. */
const url = (path: string, value: unknown, bench: Bench): Placed => ({
  path,
  verdict:
    typeof value === 'string' && value !== ''
      ? judgeUrl(value, bench)
      : refuse('DefaultsToExternal', {
          is: 'no server is given, so the default of the software would be asked',
          accept: 'write the URL of a server inside',
        }),
});

/** Whether the `spec` of a cert-manager issuer stays inside. */
export function* judgeIssuerSpec(spec: unknown, path: string, bench: Bench): Generator<Placed> {
  let known = 0;
  for (const [name, value] of Object.entries(members(spec))) {
    const judge = Object.hasOwn(ISSUERS, name) ? ISSUERS[name] : undefined;
    if (judge === undefined) continue;
    known += 1;
    yield* judge(value, `${path}.${name}`, bench);
  }
  if (known !== 1) yield { path, verdict: unknown('the issuer is of no known type') };
}

const ISSUERS: Readonly<
  Record<string, (value: unknown, path: string, bench: Bench) => Iterable<Placed>>
> = {
  ca: published,
  selfSigned: published,
  vault: (value, path, bench) => [url(`${path}.server`, dig(value, 'server'), bench)],
  *venafi(value, path, bench) {
    const { tpp } = members(value);
    const others = Object.keys(members(value)).filter((name) => !['tpp', 'zone'].includes(name));
    if (tpp !== undefined) yield url(`${path}.tpp.url`, dig(tpp, 'url'), bench);
    if (tpp === undefined || others.length > 0)
      yield { path, verdict: unknown('Venafi is asked as a public service') };
  },
  *acme(value, path, bench) {
    yield url(`${path}.server`, dig(value, 'server'), bench);
    for (const [index, solver] of entries(dig(value, 'solvers')).entries())
      yield* solvers(solver, `${path}.solvers[${index}]`, bench);
  },
};

function* published(value: unknown, path: string, bench: Bench): Generator<Placed> {
  for (const name of PUBLISHED)
    for (const [index, entry] of entries(dig(value, name)).entries())
      yield url(`${path}.${name}[${index}]`, entry, bench);
  yield { path, verdict: allow('NoEndpoint', '') };
}

/** http01 is answered inside; of dns01, rfc2136 names its server. */
function* solvers(solver: unknown, path: string, bench: Bench): Generator<Placed> {
  const { dns01, http01 } = members(solver);
  const types = Object.keys(members(dns01)).filter((name) => name !== 'cnameStrategy');
  for (const name of types) {
    const nameserver = dig(dns01, 'rfc2136', 'nameserver');
    yield name === 'rfc2136' && typeof nameserver === 'string'
      ? {
          path: `${path}.dns01.rfc2136.nameserver`,
          verdict: judgeHostPort(nameserver, bench),
        }
      : {
          path: `${path}.dns01.${name}`,
          verdict: unknown('the solver asks a DNS provider whose address is not known'),
        };
  }
  if (types.length === 0 && http01 === undefined)
    yield { path, verdict: unknown('the solver is of no known type') };
}

/** Whether what asks for a certificate asks an issuer that cert-manager itself runs. */
export function judgeIssuerRef(ref: unknown, path: string): Placed {
  const { group = 'cert-manager.io', kind = 'Issuer' } = members(ref);
  return {
    path,
    verdict:
      group === 'cert-manager.io' && (kind === 'Issuer' || kind === 'ClusterIssuer')
        ? allow('NoEndpoint', '')
        : refuse('UnknownProvider', {
            is: 'the issuer belongs to another group, which may call a public service',
            accept: 'use an Issuer or ClusterIssuer of cert-manager.io',
          }),
  };
}
