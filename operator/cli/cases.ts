import { readFile } from 'node:fs/promises';

import { load } from 'js-yaml';
import * as z from 'zod';

import { AirgapPolicySpec, policyFor } from '../api/policy.ts';
import { KIND_NAMES } from '../judge/judge.ts';
import type { Subject } from '../judge/judge.ts';
import type { Policy } from '../judge/policy.ts';
import { OperatorError } from '../lib/errors.ts';

const strings = z.array(z.string()).optional();
const flag = z.boolean().optional();

/** What a policy may say in a file: the names of AirgapPolicy, and those of the published cases. */
const PolicyFile = z.object({
  clusterDomain: z.string().optional(),
  allowPrivateIPLiterals: flag,
  privateTLDs: strings,
  allowedSuffixes: strings,
  allowedHosts: strings,
  allowedCIDRs: strings,
  allowedRegistries: strings,
  privateDnsNames: strings,
  egressProxies: strings,
  nat64Prefixes: strings,
  publicRangesAcknowledged: flag,
  allowDotless: flag,
  allowLoopback: flag,
  multiClusterServices: flag,
  mcs: flag,
  freeFormEnv: flag,
  bareExtraEnv: flag,
  knownServices: strings,
});

/** A policy of a file, and the Services that it says are known. */
export interface PolicyCase {
  readonly policy: Policy;
  readonly services: readonly string[];
}

const CaseFile = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(KIND_NAMES as readonly [Subject['kind'], ...Subject['kind'][]]),
    policy: z.string(),
    input: z.string(),
    context: z.record(z.string(), z.unknown()).optional(),
  }),
);

/** One case of a file. */
export interface Case extends Subject {
  readonly id: string;
  /** Name of its policy in the file of policies. */
  readonly policy: string;
}

const Manifest = z.object({ kind: z.literal('AirgapPolicy'), spec: AirgapPolicySpec });

/** Reads an AirgapPolicy as it counts in a namespace, or the bare lists of one, from YAML or JSON. Throws ERR_INPUT. */
export async function readPolicy(file: string, namespace: string): Promise<PolicyCase> {
  const document = await readDocument(file);
  if (!z.object({ kind: z.unknown() }).safeParse(document).success) return toPolicy(document, file);
  const { spec } = parsed(Manifest, document, file);
  return { policy: policyFor(spec, namespace), services: [] };
}

/** Reads a file of policies by name. Throws ERR_INPUT. */
export async function readPolicies(file: string): Promise<ReadonlyMap<string, PolicyCase>> {
  const named = parsed(z.record(z.string(), z.unknown()), await readDocument(file), file);
  return new Map(Object.entries(named).map(([name, policy]) => [name, toPolicy(policy, file)]));
}

/** Reads a file of cases. Throws ERR_INPUT. */
export async function readCases(file: string): Promise<readonly Case[]> {
  return parsed(CaseFile, await readDocument(file), file).map(({ context, ...rest }): Case => ({
    ...rest,
    ...(context && { context }),
  }));
}

function toPolicy(value: unknown, file: string): PolicyCase {
  const { mcs, bareExtraEnv, knownServices, ...policy } = parsed(PolicyFile, value, file);
  return {
    policy: {
      ...policy,
      multiClusterServices: policy.multiClusterServices ?? mcs,
      freeFormEnv: policy.freeFormEnv ?? bareExtraEnv,
    },
    services: knownServices ?? [],
  };
}

function parsed<T extends z.ZodType>(schema: T, value: unknown, file: string): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new OperatorError(
    'ERR_INPUT',
    `Cannot use "${file}": ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'it has another shape'}`,
  );
}

async function readDocument(file: string): Promise<unknown> {
  try {
    return load(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new OperatorError('ERR_INPUT', `Cannot read "${file}": ${(cause as Error).message}`, {
      cause,
    });
  }
}
