import type { Finding } from '../api/finding.ts';
import type { InstallationSpec } from '../api/installation.ts';
import { parseSpec } from '../api/parse.ts';
import { no, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import type { Identity, Model } from '../model/model.ts';
import { resolve } from '../model/resolve.ts';
import type { SecretFact } from '../observe/secrets.ts';
import type { AcceptedSpec } from '../preflight/accepted.ts';
import type { Facts } from '../preflight/facts.ts';
import { gather } from '../preflight/gather.ts';
import { evaluate } from '../preflight/index.ts';
import { references } from '../preflight/references.ts';
import type { Inputs, Product } from '../products/product.ts';
import type { Mind, World } from './world.ts';

/** A spec that nothing speaks against. */
export interface Candidate {
  readonly spec: InstallationSpec;
  readonly product: Product;
  readonly model: Model;
  readonly facts: Facts;
  /** Worth knowing, and no reason to wait. */
  readonly notes: readonly Finding[];
}

/** What a spec is judged against. */
export interface Bench {
  readonly identity: Identity;
  readonly accepted: AcceptedSpec | undefined;
  readonly world: Pick<World, 'cluster' | 'cache' | 'secrets' | 'products'>;
  readonly mind: Pick<Mind, 'issuersSeen'>;
}

/** Parses, resolves, gathers and judges: either nothing speaks against the spec, or here is all that does. */
export async function judge(
  asked: unknown,
  bench: Bench,
): Promise<Result<Candidate, readonly Finding[]>> {
  const parsed = parseSpec(bench.world.products, asked);
  if (!parsed.ok) return parsed;
  const spec = parsed.value;
  const product = bench.world.products.find(({ name }) => name === spec.product);
  if (product === undefined)
    throw new TypeError(
      `Cannot judge product "${spec.product}": the schema should have refused it`,
    );
  const model = resolve(withKnownVersion(spec, product), bench.identity, product);
  const facts = await gather(
    {
      namespace: model.namespace,
      references: references(model, product),
      accepted: bench.accepted,
    },
    { ...bench.world, issuersSeen: bench.mind.issuersSeen },
  );
  const findings = [...evaluate({ spec, name: model.name, product, facts }, { online: true })];
  const incomplete = findings.some(({ rule }) => rule.startsWith('Secret'));
  findings.push(
    ...product.check({ model, inputs: incomplete ? undefined : inputsOf(facts.secrets, {}) }),
  );
  const notes = findings.filter(({ severity }) => severity === 'note');
  return findings.length > notes.length ? no(findings) : ok({ spec, product, model, facts, notes });
}

/** An unknown version is found by a rule; the newest one stands in for it, so that all else is found at the same time. */
function withKnownVersion(spec: InstallationSpec, { releases }: Product): InstallationSpec {
  const newest = releases.at(-1);
  if (newest === undefined || releases.some(({ version }) => version === spec.version)) return spec;
  return { ...spec, version: newest.version };
}

/** Values for rendering: of referenced Secrets, and of those that were generated. */
export function inputsOf(
  secrets: Readonly<Record<string, SecretFact | undefined>>,
  generated: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Inputs {
  return {
    value: (secret, key) => {
      const referenced = secrets[secret]?.[key];
      const value =
        generated[secret]?.[key] ??
        (referenced !== undefined && 'text' in referenced ? referenced.text : undefined);
      if (value === undefined)
        throw new TypeError(
          `Cannot render: key "${key}" of Secret "${secret}" was neither generated nor referenced`,
        );
      return value;
    },
  };
}
