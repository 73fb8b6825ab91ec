import type { Finding } from '../../api/finding.ts';
import type { Reason } from '../../api/reasons.ts';
import type { InstallationSpec } from '../../api/installation.ts';
import { excess, inWords } from '../../license/demand.ts';
import { extentOf, growthOf } from '../../license/growth.ts';
import type { Extent } from '../../license/growth.ts';
import type { Judgement } from '../../license/judge.ts';
import { resolve } from '../../model/resolve.ts';
import type { Inputs, Product } from '../../products/product.ts';
import type { OpaqueLicense, SignedLicense } from '../license.ts';
import type { Rule, RuleInput } from '../rule.ts';

const PATH = 'spec.license.secretRef';

/** What to do about each reason that is worth a note. */
const FIXES = {
  LicenseExpiring: 'put the renewed licence into the Secret',
  LicenseInGrace: 'put the renewed licence into the Secret',
  LicenseExpired: 'put the renewed licence into the Secret; what runs goes on',
  LicenseNotYetValid: 'wait, or have one issued that begins earlier',
  LicenseMissing: 'make the Secret with the key that the spec names',
  LicenseInvalid: 'put the licence into the Secret as the vendor sent it',
  LicenseRevoked: 'ask the vendor for another licence',
  LicenseTenantMismatch: 'correct the tenant, or have the licence issued for it',
  LicenseClusterMismatch: 'have the licence issued for this cluster',
  LicenseSuperseded: 'put the newest licence into the Secret',
  LicenseClockSuspect: 'set the clock of the node that the operator runs on',
  LicenseLimitsExceeded: 'ask for less, or have a larger licence issued',
} as const satisfies Partial<Record<Reason, string>>;

const isNoted = (reason: Reason): reason is keyof typeof FIXES => Object.hasOwn(FIXES, reason);

/** A licence permits what is asked for; where it does not, that is said, and nothing that runs is touched. */
export const license: Rule = {
  id: 'license',
  doc: 'A licence should be valid and permit what is asked for. Only growth is ever held back, and only where the spec says BlockGrowth.',
  reasons: [
    'LicenseExpiring',
    'LicenseInGrace',
    'LicenseExpired',
    'LicenseNotYetValid',
    'LicenseMissing',
    'LicenseInvalid',
    'LicenseRevoked',
    'LicenseTenantMismatch',
    'LicenseClusterMismatch',
    'LicenseSuperseded',
    'LicenseClockSuspect',
    'LicenseLimitsExceeded',
    'LicenseShared',
    'LicenseKeys',
    'LicenseBlocksGrowth',
  ],
  online: true,
  *check(input) {
    const { license: facts } = input.facts;
    if (facts?.kind === 'Opaque') yield* opaque(facts);
    if (facts?.kind !== 'Signed') return;
    yield* noted(facts.shown, (message) => message);
    yield* aside(facts);
    if (facts.source.enforcement === 'BlockGrowth') yield* blocked(input, facts);
  },
};

function* opaque({ source, problem, declared }: OpaqueLicense): Iterable<Finding> {
  const where = `key "${source.key}" of Secret "${source.name}"`;
  if (problem === 'missing') yield note('LicenseMissing', `there is no ${where}`);
  else if (problem !== undefined)
    yield note('LicenseInvalid', `${where} is ${problem}, so it is no licence file`);
  if (declared !== undefined)
    yield* noted(declared, (message) => `${message} (as spec.license.declaredExpiry says)`);
}

function* noted(
  { reason, message }: Judgement,
  words: (message: string) => string,
): Iterable<Finding> {
  if (isNoted(reason)) yield note(reason, words(message));
}

function* aside({ sharedWith, notes }: SignedLicense): Iterable<Finding> {
  if (sharedWith.length > 0)
    yield {
      severity: 'note',
      rule: 'LicenseShared',
      path: PATH,
      message: `the same licence is used by ${sharedWith.join(', ')}`,
      fix: 'give each installation a licence of its own, if the contract asks for that',
    };
  for (const message of notes)
    yield {
      severity: 'note',
      rule: 'LicenseKeys',
      path: PATH,
      message,
      fix: "correct it in the Secret with the keys, in the operator's namespace",
    };
}

const note = (rule: keyof typeof FIXES, message: string): Finding => ({
  severity: 'note',
  rule,
  path: PATH,
  message,
  fix: FIXES[rule],
});

/** What of a changed spec the licence does not permit. Without an accepted spec nothing can have grown. */
function* blocked(input: RuleInput, { inForce, demands }: SignedLicense): Iterable<Finding> {
  const accepted = input.facts.accepted?.spec;
  if (accepted === undefined) return;
  if (!inForce.mayGrow) yield* grown(accepted, input, inForce);
  const { license: permitted } = inForce;
  if (permitted === undefined) return;
  const { name, product } = input;
  const known = new Set(excess(permitted, demandsOf(accepted, name, product)).map(keyOf));
  for (const demand of excess(permitted, demands))
    if (!known.has(keyOf(demand)))
      yield refused(`spec.${product.member}`, inWords(demand, permitted));
}

function* grown(
  accepted: InstallationSpec,
  { spec, name, product }: RuleInput,
  { message: why }: Judgement,
): Iterable<Finding> {
  const before = extent(accepted, name, product);
  const after = extent(spec, name, product);
  if (before === undefined || after === undefined) return;
  for (const { part, message } of growthOf(before, after))
    yield refused(
      part === undefined ? 'spec.version' : `spec.${product.member}.components.${part}`,
      `${message}, and the licence does not permit growth: ${why}`,
    );
}

const refused = (path: string, message: string): Finding => ({
  severity: 'refuse',
  rule: 'LicenseBlocksGrowth',
  path,
  message,
  fix: 'keep to what was accepted, renew the licence, or set spec.license.enforcement to Report',
});

const keyOf = (demand: SignedLicense['demands'][number]): string =>
  'addon' in demand ? `${demand.what} ${demand.addon}` : `${demand.what} ${demand.amount}`;

/** Parts are only counted: what Secrets hold does not change their number. */
const ANY: Inputs = { value: () => 'unknown' };

function extent(spec: InstallationSpec, name: string, product: Product): Extent | undefined {
  if (!product.releases.some(({ version }) => version === spec.version)) return undefined;
  const model = resolve(spec, { name, namespace: '', uid: '' }, product);
  return extentOf(spec.version, product.parts(model, ANY));
}

function demandsOf(
  spec: InstallationSpec,
  name: string,
  product: Product,
): SignedLicense['demands'] {
  const { license: format } = product;
  if (format.kind !== 'Signed') return [];
  if (!product.releases.some(({ version }) => version === spec.version)) return [];
  return format.demands(resolve(spec, { name, namespace: '', uid: '' }, product));
}
