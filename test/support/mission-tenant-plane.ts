import type { Statement, Shown } from './mission-plane.ts';

const ENVIRONMENT = 'test/unit/products/tenant-plane/environment.test.ts';
const PARTS = 'test/unit/products/tenant-plane/parts.test.ts';
const CHECKS = 'test/unit/products/tenant-plane/checks.test.ts';
const ENDPOINTS = 'test/unit/products/tenant-plane/endpoints.test.ts';

const offline: Shown = {
  test: ENVIRONMENT,
  title: 'is offline, for its tenant, with its licence and keys of its own',
};
const documented: Shown = {
  test: ENVIRONMENT,
  title: 'reads variables that the page documents, and no others',
};
const noControlPlane: Shown = {
  test: ENVIRONMENT,
  title: 'knows no Control Plane, and no key of a public service',
};
const provider: Shown = {
  test: ENVIRONMENT,
  title: '$title reads exactly what its provider needs',
};
const own: Shown = { readme: "**The product's own business:**" };
const byHand: Shown = { readme: 'do it by hand with an administrator' };
const INQUIRY = 'test/unit/reconcile/inquire.test.ts';
const asked: Shown = {
  test: INQUIRY,
  title: 'a server that keeps the contract is offline, and its AI answers',
};
const localUsers: Shown = { readme: 'Only users of the local database come in' };
const idp: Shown = {
  test: CHECKS,
  title: 'the site’s own identity provider is told with what to do',
};
const bundles: Shown = {
  test: PARTS,
  title: 'bundles of $title are copied and checked in each pod before the server starts',
};

const says = (text: string, ...by: readonly [Shown, ...Shown[]]): Statement => ({ says: text, by });

/** Every statement of "Offline & Air-Gapped Mode", in its order. */
export const TENANT_STATEMENTS: readonly Statement[] = [
  says('connections to the Control Plane are disabled', offline, noControlPlane),
  says('entitlements are read from the local licence JWT', offline, own),
  says('AI calls go directly to the own provider', provider),
  says('usage is tracked locally and not reported', own),
  says('the licence is validated locally and does not renew itself', offline),
  says('authentication uses the local user database only', localUsers),
  says('ATLASAI_OFFLINE_MODE=1 disables all outbound calls to the Control Plane', offline),
  says('TENANT_ID, JWT_SECRET, ENCRYPTION_KEY are needed', offline),
  says('openssl rand -hex 32 makes each key', {
    test: CHECKS,
    title: 'keys are 32 random bytes in hex, on which data depends',
  }),
  says('TENANT_PLANE_DATABASE_URL names PostgreSQL; SQLite is for a single instance', {
    test: ENVIRONMENT,
    title: 'the database is the site’s own, an embedded one, or for a trial a file',
  }),
  says(
    'SQLite is not suitable for HA',
    {
      test: PARTS,
      title: 'a trial has one pod with a volume, and nothing that could make it two',
    },
    { test: CHECKS, title: 'path: `spec.tenantPlane.server.${member}`' },
  ),
  says('ATLASAI_LICENSE_KEY and CP_LICENSE_PUBLIC_KEY, the key with \\n for line ends', offline),
  says('BYOC_PROVIDER is openai, bedrock, azure, anthropic or custom', provider, {
    test: ENVIRONMENT,
    title: 'every provider of the spec has a case',
  }),
  says('BYOC_API_KEY, BYOC_MODEL, BYOC_ENDPOINT_URL', provider),
  says('OPENAI_API_KEY, or BYOC_API_KEY if same provider', noControlPlane, {
    readme: 'vectors by OpenAI are refused',
  }),
  says('EMBEDDING_PROVIDER is openai, bedrock or fallback', provider, {
    test: CHECKS,
    title: "why: 'vectors would be made by a public service'",
  }),
  says('plan_id, plan_name, active_addons and limits stand in the JWT', {
    test: 'test/unit/license/vectors.test.ts',
    title: '$name is $expect',
  }),
  says('limits are enforced as in online mode', own),
  says('AI features use the configured provider; data stays where it is sent', {
    test: ENDPOINTS,
    title: 'every address in a spec is judged',
  }),
  says('AI credits may be throttled until the next cycle', own),
  says('users are managed in Settings, Users and stored in the database', localUsers),
  says('single sign-on of the vendor does not work; set it up with the own provider', idp),
  says('renewal by hand: Settings UI or environment variable', {
    test: 'test/flow/license.test.ts',
    title: 'a licence is shown with its dates and limits, and given to the product',
  }),
  says('the expiry date is visible', {
    test: 'test/flow/license.test.ts',
    title: 'a licence is shown with its dates and limits, and given to the product',
  }),
  says('the licence and the RSA public key come from the vendor; the key does not expire', {
    readme: 'that key belongs to the operator, not to the licence',
  }),
  says('the public OpenAI API is not suitable', {
    readme: 'each provider without one is a public service',
  }),
  says('Azure OpenAI on a private endpoint', provider),
  says('AWS Bedrock with VPC endpoints: region, task role, model', provider, {
    test: ENDPOINTS,
    title: 'Bedrock is two names of its region, unless the role comes from the node',
  }),
  says('Ollama, vLLM, TGI: any server compatible with OpenAI; Ollama wants no real key', provider),
  says('only variables of the page are set', documented),
  says('docker compose up -d starts it, on port 3000', {
    test: PARTS,
    title: 'answers on port 3000',
  }),
  says('GET /api/admin/license says offline_mode true and status active', asked),
  says('POST /api/ai/test with x-tenant-id says whether AI works', asked),
  says('images are brought in and the upgrade needs no internet', {
    readme: 'An upgrade is another tag in `images.overrides`, mirrored before',
  }),
  says('bundles of edge agents by docker save or npm pack', {
    test: 'test/crd/tenant-specs.ts',
    title: 'a bundle of another name',
  }),
  says('ATLAS_EDGE_BUNDLE_DIR, by default /app/edge-bundles', bundles),
  says('POST /api/admin/edge-upgrade sets the version', byHand),
  says('agents download the bundle from the Tenant Plane', {
    test: PARTS,
    title: 'browsers and edge agents come in by the domain, with its certificate',
  }),
  says('licence "invalid": the public key does not match', {
    readme: 'A licence that the product calls invalid',
  }),
  says('AI "unavailable": no key, or the address is not reached', provider, {
    test: INQUIRY,
    title: 'what could not be had is asked for again after five minutes',
  }),
  says('users cannot log in after switching to offline mode', {
    readme: 'Coming from online mode, create local users',
  }),
  says('"Control Plane not configured" is expected', { readme: '"Control Plane not configured"' }),
];
