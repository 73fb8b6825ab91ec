import { API_VERSION, GROUP } from '../api/group.ts';
import type { KubeObject } from '../api/object.ts';
import { POLICY_NAME } from '../api/policy.ts';
import type { Variable } from './inside.ts';

/** What a ValidatingAdmissionPolicy is made of. */
export interface PolicyParts {
  readonly rules: readonly {
    readonly groups: readonly string[];
    readonly resources: readonly string[];
  }[];
  /** Labels that the object has, or had. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly conditions: readonly Variable[];
  readonly variables: readonly Variable[];
  readonly validations: readonly {
    readonly expression: string;
    readonly messageExpression: string;
    readonly reason?: 'Forbidden';
  }[];
}

/** A ValidatingAdmissionPolicy with the AirgapPolicy as its parameter. It fails closed. */
export const policy = (
  name: string,
  { rules, labels, conditions, variables, validations }: PolicyParts,
): KubeObject => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name },
  spec: {
    failurePolicy: 'Fail',
    paramKind: { apiVersion: API_VERSION, kind: 'AirgapPolicy' },
    matchConstraints: {
      ...(labels === undefined ? {} : { objectSelector: { matchLabels: labels } }),
      resourceRules: rules.map(({ groups, resources }) => ({
        apiGroups: groups,
        apiVersions: ['*'],
        operations: ['CREATE', 'UPDATE'],
        resources,
      })),
    },
    matchConditions: conditions,
    variables,
    validations,
  },
});

/** How a policy is bound. */
export interface Bond {
  readonly name: string;
  readonly policy: string;
  /**
   * What becomes of a request while there is no AirgapPolicy. The API server looks for it before any condition of the
   * policy: Deny also stops whoever takes a finalizer away, or starts a pod again.
   */
  readonly without: 'Allow' | 'Deny';
  /** The only requests that the bond is about, and the resource; all of the policy's when left out. */
  readonly only?: { readonly operation: 'CREATE' | 'UPDATE'; readonly resource: string };
}

/** Binds a policy to the AirgapPolicy that counts. */
export const bound = ({ name, policy: policyName, without, only }: Bond): KubeObject => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name },
  spec: {
    policyName,
    paramRef: { name: POLICY_NAME, parameterNotFoundAction: without },
    validationActions: ['Deny', 'Audit'],
    ...(only === undefined
      ? {}
      : {
          matchResources: {
            resourceRules: [
              {
                apiGroups: [GROUP],
                apiVersions: ['*'],
                operations: [only.operation],
                resources: [only.resource],
              },
            ],
          },
        }),
  },
});
