import type { Finding } from '../api/finding.ts';
import type { InstallationSpec } from '../api/installation.ts';
import { parseSpec } from '../api/parse.ts';
import type { Reason } from '../api/reasons.ts';
import type { Identity, Model } from '../model/model.ts';
import { resolve } from '../model/resolve.ts';
import type { SecretFact } from '../observe/secrets.ts';
import type { AcceptedSpec } from '../preflight/accepted.ts';
import { certificateSources } from '../preflight/certificates.ts';
import { endpointsOf } from '../preflight/endpoints.ts';
import type { Facts } from '../preflight/facts.ts';
import { gather } from '../preflight/gather.ts';
import { gatherLicense } from '../preflight/gather-license.ts';
import { valuesOf } from '../preflight/kept.ts';
import type { KeptSecret } from '../preflight/kept.ts';
import type { LicenseFacts } from '../preflight/license.ts';
import { evaluate } from '../preflight/index.ts';
import { references } from '../preflight/references.ts';
import { endpoints } from '../preflight/rules/endpoints.ts';
import type { Inputs, Product } from '../products/product.ts';
import type { World } from './world.ts';

/** A spec that means something, resolved. */
export interface Candidate {
  readonly spec: InstallationSpec;
  readonly product: Product;
  readonly model: Model;
  /** Referenced Secrets in which nothing is wrong. */
  readonly secrets: Readonly<Record<string, SecretFact | undefined>>;
  /** Secrets that the operator makes and keeps, as they were judged. */
  readonly kept: readonly KeptSecret[];
  readonly license: LicenseFacts | undefined;
}

/** What came of judging a spec. */
export interface Judged {
  /** Undefined for a spec that does not even have the shape of one. */
  readonly candidate: Candidate | undefined;
  readonly findings: readonly Finding[];
  /** What it was judged by; undefined where there is no candidate. */
  readonly facts: Facts | undefined;
}

/** Whether something speaks against carrying a spec out; a note does not. */
export const isRefused = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity !== 'note');

/** What a spec is judged against. */
export interface Bench {
  readonly identity: Identity;
  readonly accepted: AcceptedSpec | undefined;
  /** Status says that a spec was accepted once, whatever became of the record. */
  readonly onceAccepted: boolean;
  /** Also asks what is only noted. */
  readonly asksApiServices?: boolean;
  readonly world: Pick<World, 'cluster' | 'cache' | 'secrets' | 'clock' | 'products'> &
    Partial<Pick<World, 'licenses'>>;
}

/** Parses, resolves, gathers and judges: all that speaks against a spec, at once. */
export async function judge(asked: unknown, bench: Bench): Promise<Judged> {
  const parsed = parseSpec(bench.world.products, asked);
  if (!parsed.ok) return { candidate: undefined, findings: parsed.error, facts: undefined };
  const spec = parsed.value;
  const product = productOf(spec, bench.world.products);
  const model = resolve(withKnownVersion(spec, product), bench.identity, product);
  const facts = await gather(
    {
      namespace: model.namespace,
      references: references(model, product),
      volumes: product.volumes(model),
      generated: product.secrets(model),
      certificates: [...certificateSources(model)],
      domain: model.domain,
      endpoints: endpointsOf(spec, model, product),
      license: await gatherLicense(model, product, bench.world),
      accepted: bench.accepted,
      onceAccepted: bench.onceAccepted,
      asksApiServices: bench.asksApiServices,
    },
    bench.world,
  );
  const findings = evaluate({ spec, name: model.name, product, facts }, { online: true });
  const secrets = sound(facts, findings);
  const complete = Object.keys(facts.secrets).length === Object.keys(secrets).length;
  const own = product.check({
    model,
    inputs: complete ? inputsOf({ secrets, generated: {}, claims: {} }) : undefined,
    kept: Object.fromEntries(
      facts.kept.map(({ wanted, present }) => [wanted.name, valuesOf(present)]),
    ),
  });
  const candidate = { spec, product, model, secrets, kept: facts.kept, license: facts.license };
  return { candidate, findings: [...findings, ...own], facts };
}

function productOf(spec: InstallationSpec, products: readonly Product[]): Product {
  const product = products.find(({ name }) => name === spec.product);
  if (product === undefined)
    throw new TypeError(
      `Cannot judge product "${spec.product}": the schema should have refused it`,
    );
  return product;
}

/** Secrets that are there and whose keys can be used; where a value leads is another matter. */
function sound(
  { references: named, secrets }: Facts,
  findings: readonly Finding[],
): Candidate['secrets'] {
  const paths = new Set(
    findings
      .filter(({ severity, rule }) => severity !== 'note' && !LEADS_OUTSIDE.has(rule))
      .map(({ path }) => path),
  );
  const broken = new Set(
    named.filter(({ kind, path }) => kind === 'Secret' && paths.has(path)).map(({ name }) => name),
  );
  return Object.fromEntries(
    Object.entries(secrets).filter(([name, fact]) => fact !== undefined && !broken.has(name)),
  );
}

const LEADS_OUTSIDE: ReadonlySet<Reason> = new Set(endpoints.reasons);

/** An unknown version is found by a rule; the newest one stands in for it, so that all else is found at the same time. */
export function withKnownVersion(spec: InstallationSpec, { releases }: Product): InstallationSpec {
  const newest = releases.at(-1);
  if (newest === undefined || releases.some(({ version }) => version === spec.version)) return spec;
  return { ...spec, version: newest.version };
}

/** A value that rendering needs is not there now. */
export class MissingInput extends Error {
  override readonly name = 'MissingInput';
}

/** What rendering needs: values of referenced and of generated Secrets, and sizes of claims. */
export function inputsOf({
  secrets,
  generated,
  claims,
  license,
  licenseKey,
}: {
  readonly secrets: Readonly<Record<string, SecretFact | undefined>>;
  readonly generated: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly claims: NonNullable<Inputs['claims']>;
  readonly license?: string | undefined;
  readonly licenseKey?: string | undefined;
}): Inputs {
  return {
    claims,
    license,
    licenseKey,
    value: (secret, key) => {
      const referenced = secrets[secret]?.[key];
      const value =
        generated[secret]?.[key] ??
        (referenced !== undefined && 'text' in referenced ? referenced.text : undefined);
      if (value === undefined)
        throw new MissingInput(
          `Cannot render: key "${key}" of Secret "${secret}" was neither generated nor referenced`,
        );
      return value;
    },
  };
}
