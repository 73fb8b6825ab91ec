/** What shows that a statement holds: the title of a test in a file, or a sentence of the README. */
export type Shown = { readonly test: string; readonly title: string } | { readonly readme: string };

/** One statement of the architecture document of the airgapped edition. */
export interface Statement {
  readonly says: string;
  readonly by: readonly [Shown, ...Shown[]];
}

const RENDER = 'test/unit/products/plane/render.test.ts';
const STORY = 'test/story/story.test.ts';
const IMAGES = 'test/unit/products/plane/images.test.ts';

const noHost: Shown = {
  test: RENDER,
  title: 'names no host outside but the one constant of the vendor',
};
const OUTSIDE = 'test/unit/products/plane/outside-hosts.test.ts';
const INTEGRATIONS = 'test/unit/products/plane/integrations.test.ts';
const judged: Shown = {
  test: 'test/flow/endpoints.test.ts',
  title:
    'keeps a spec from being carried out, with every finding at once, an event each, and no password',
};
const notContained: Shown = { readme: 'what a program does by itself is not stopped yet' };

/** Every statement of "Airgapped deployment architecture", in its order. */
export const STATEMENTS: readonly Statement[] = [
  {
    says: 'operates in a completely isolated network environment with no external internet connectivity',
    by: [
      noHost,
      {
        test: 'test/architecture/sealed.test.ts',
        title: 'nothing in %s names a host of the internet',
      },
    ],
  },
  {
    says: 'all components (services, databases, storage, integrations) operate entirely within the network perimeter',
    by: [
      { test: IMAGES, title: 'images of every pod are in the manifest, for the part that runs it' },
      noHost,
      judged,
    ],
  },
  {
    says: 'all OAuth flows and API communication remain internal to the cluster: internal servers are the providers, and their addresses are internal',
    by: [
      {
        test: INTEGRATIONS,
        title: 'status tells each server with callbacks of the domain, and what to do by hand',
      },
      judged,
    ],
  },
  {
    says: "Webhook delivery: internal systems send webhooks to Plane's internal endpoints",
    by: [
      {
        test: INTEGRATIONS,
        title: 'status tells each server with callbacks of the domain, and what to do by hand',
      },
    ],
  },
  {
    says: 'No SaaS fallback: github.com, gitlab.com and slack.com are never reached',
    by: [
      { test: INTEGRATIONS, title: 'no connector of a public service has a key anywhere' },
      { test: OUTSIDE, title: 'has no setting that would switch it on' },
    ],
  },
  {
    says: 'No telemetry: nothing leaves the network, no analytics, crash reports or usage statistics',
    by: [
      noHost,
      { test: OUTSIDE, title: 'is switched off in %s' },
      { readme: '`TelemetrySetting` asks for it' },
    ],
  },
  {
    says: 'Offline licensing by uploaded licence files from the Prime portal',
    by: [{ readme: "**Plane's own file.** Its format is the vendor's secret" }],
  },
  {
    says: 'No connection is required after the initial transfer; zero external dependencies after the image import',
    by: [
      {
        test: IMAGES,
        title:
          'images lie in the internal registry under their own path, or where an override says',
      },
      noHost,
    ],
  },
  {
    says: 'Internal-only communication: services never attempt to reach external APIs, CDNs or third parties',
    by: [noHost, judged, notContained],
  },
  {
    says: 'Maintain an internal registry that hosts all Plane service images',
    by: [
      {
        test: IMAGES,
        title:
          'images of the manifest are each run by some part of some case, and by every part that is named',
      },
    ],
  },
  {
    says: 'A controlled process to pull, verify and mirror images and charts',
    by: [
      {
        test: 'test/gap/readme.test.ts',
        title: '"Across the gap" in the README works as it stands',
      },
    ],
  },
  {
    says: 'Supported versions: Kubernetes 1.31 to 1.33',
    by: [{ test: STORY, title: 'install, change, drift, refuse, repair on Kubernetes %s' }],
  },
  {
    says: 'IngressClass configured, StorageClass available',
    by: [{ test: 'test/unit/preflight/classes.test.ts', title: 'StorageClass' }],
  },
  {
    says: 'cert-manager configured with an internal CA',
    by: [
      {
        test: 'test/story/cert-manager.test.ts',
        title: 'it ends by itself: the certificate is issued, and the Ingress uses its Secret',
      },
    ],
  },
  {
    says: "Node operating system's dependencies and container runtime from mirrored repositories",
    by: [{ readme: "packages of the node's operating system and container runtime" }],
  },
  {
    says: 'Horizontal scaling by replica counts',
    by: [{ test: STORY, title: 'a changed replica count reaches its part and nothing else' }],
  },
  {
    says: 'configurable in values.yaml',
    by: [
      {
        test: 'test/chart/charts.test.ts',
        title: 'plane-installation with the values $title is taken by the operator as it stands',
      },
    ],
  },
  {
    says: 'StatefulSets are avoided where possible; the monitor is one',
    by: [{ test: 'test/unit/products/plane/vendor-facts.test.ts', title: 'as this kind' }],
  },
  {
    says: 'Mirror metrics-server if using HPA',
    by: [
      {
        test: 'test/story/autoscaling.test.ts',
        title:
          'scales a part that says scaledBy: External, up and down, and nobody else writes its spec',
      },
      { readme: 'metrics-server where parts are autoscaled' },
    ],
  },
  {
    says: 'With node autoscaling, node images are pre-loaded and registries accessible on bootstrap',
    by: [{ readme: 'node images that are loaded before a node autoscaler starts them' }],
  },
  {
    says: 'External secret stores that are reachable inside: AWS Secrets Manager, Vault, Bitwarden, Kubernetes Secrets, SOPS, sealed-secrets',
    by: [
      {
        readme:
          'the way by which a secret store (Vault, AWS Secrets Manager in a private VPC, Bitwarden, SOPS, sealed-secrets) writes the Kubernetes Secrets',
      },
      {
        test: STORY,
        title: 'a spec that names a missing Secret waits, and goes on by itself when it appears',
      },
    ],
  },
  {
    says: 'cert-manager must use an internal certificate authority',
    by: [{ readme: "That cert-manager's issuer is an internal authority is the site's word" }],
  },
  {
    says: 'Keys and secret rotation policies are part of the operational procedures',
    by: [
      {
        test: 'test/story/keys.test.ts',
        title:
          'a changed key stops the operator, pods keep the old one, and import does not overwrite it',
      },
      { readme: '### Keep the keys' },
      { readme: 'backup, rotation' },
    ],
  },
];
