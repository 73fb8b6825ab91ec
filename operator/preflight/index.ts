import type { Finding } from '../api/finding.ts';
import type { Rule, RuleInput } from './rule.ts';
import { certificates } from './rules/certificates.ts';
import { classes } from './rules/classes.ts';
import { endpoints } from './rules/endpoints.ts';
import { imageKeys } from './rules/image-keys.ts';
import { immutableFields } from './rules/immutable-fields.ts';
import { keptKeys } from './rules/kept-keys.ts';
import { knownVersion } from './rules/known-version.ts';
import { license } from './rules/license.ts';
import { kubernetesVersion } from './rules/kubernetes-version.ts';
import { localStorage } from './rules/local-storage.ts';
import { metricsApi } from './rules/metrics-api.ts';
import { nameLength } from './rules/name-length.ts';
import { secrets } from './rules/secrets.ts';
import { seeds } from './rules/seeds.ts';
import { versionStep } from './rules/version-step.ts';
import { volumes } from './rules/volumes.ts';

/** Every rule, in the order in which an administrator would mend what they find. */
export const RULES: readonly Rule[] = [
  nameLength, // Make sure children can be named at all
  kubernetesVersion, // Make sure nobody finds out first what nobody tested
  knownVersion, // Make sure there is something to install
  versionStep, // Make sure the database can follow
  immutableFields, // Make sure no data is left behind
  volumes, // Make sure volumes can have the size that is asked for
  imageKeys, // Make sure overrides mean something
  classes, // Make sure volumes and the domain can be served
  metricsApi, // Make sure nobody takes an autoscaler for more than it is
  localStorage, // Make sure nobody is surprised when a node dies
  seeds, // Make sure nobody trusts a field that is not looked at any more
  endpoints, // Make sure nothing points outside
  secrets, // Make sure every value that a pod needs is there
  certificates, // Make sure browsers and peers can be trusted, and stay so
  keptKeys, // Make sure stored data can be read
  license, // Make sure nobody is surprised by the end of a licence
];

/** Everything that is wrong, by every rule. Offline the rules that need a cluster are left out. */
export const evaluate = (
  input: RuleInput,
  { online }: { readonly online: boolean },
): readonly Finding[] =>
  RULES.filter((rule) => online || !rule.online).flatMap((rule) => [...rule.check(input)]);
