import type { IntegrationStatus } from '../../api/status.ts';
import { outside } from './environment/urls.ts';
import type { PlaneModel } from './model.ts';
import type { PlaneSpec } from './spec/index.ts';

type Member = keyof NonNullable<PlaneSpec['integrations']>;

/** How a server of the site and the product come to know each other: paths below the domain, and what to do by hand. */
interface Connector {
  readonly callbacks: readonly string[];
  readonly webhooks: readonly string[];
  readonly steps: (url: string) => readonly string[];
}

const ENTER = 'In Plane, as administrator of a workspace: Settings, Integrations';

/** From the vendor's documentation; entries of menus were not seen. */
const CONNECTORS: Readonly<Record<Member, Connector>> = {
  githubEnterprise: {
    callbacks: [
      '/silo/api/oauth/github-enterprise/auth/callback',
      '/silo/api/oauth/github-enterprise/auth/user/callback',
    ],
    webhooks: ['/silo/api/github-enterprise/github-webhook'],
    steps: (url) => [
      `In ${url} make a GitHub App with the callback URLs and the webhook URL that stand here.`,
      `${ENTER}, GitHub Enterprise: enter ${url} and the App's id, secrets and private key. The product keeps them encrypted in its database.`,
    ],
  },
  gitlab: {
    callbacks: ['/silo/api/oauth/gitlab-enterprise/auth/callback'],
    webhooks: [],
    steps: (url) => [
      `In ${url} make an OAuth application with the callback URL that stands here and the scopes api, read_api, read_user, read_repository, profile and email.`,
      'In GitLab, as administrator, allow requests to the local network from webhooks: the product makes webhooks that lead to the domain.',
      `${ENTER}, GitLab self-managed: enter ${url} and the application's id and secret.`,
    ],
  },
  bitbucketDataCenter: {
    callbacks: ['/silo/api/oauth/bitbucket-dc/auth/callback'],
    webhooks: [],
    steps: (url) => [
      `In ${url} make an application link of the type external application, incoming, with the callback URL that stands here.`,
      `${ENTER}, Bitbucket Data Center: enter ${url} and the client's id and secret.`,
    ],
  },
  sentry: {
    callbacks: ['/silo/api/oauth/sentry/auth/callback'],
    webhooks: ['/silo/api/sentry/sentry-webhook/'],
    steps: (url) => [
      `In ${url} make a public integration with the callback URL as its redirect URL and the webhook URL that stands here.`,
      'Put its client id, client secret and slug into the Secret that spec.plane.integrations.sentry.secretRef names.',
      `${ENTER}, Sentry: connect.`,
    ],
  },
};

/** Integrations that a spec declares, in a fixed order. */
export const declared = ({
  own: { integrations = {} },
}: Pick<PlaneModel, 'own'>): readonly { readonly name: Member; readonly url: string }[] =>
  (Object.keys(CONNECTORS) as Member[]).flatMap((name) => {
    const url = integrations[name]?.url;
    return url === undefined ? [] : [{ name, url }];
  });

/** What has to be registered on both sides, as status shows it. */
export const integrationStatus = (model: PlaneModel): readonly IntegrationStatus[] =>
  declared(model).map(({ name, url }) => {
    const { callbacks, webhooks, steps } = CONNECTORS[name];
    const full = (path: string): string => `${outside(model)}${path}`;
    return {
      name,
      url,
      callbackURLs: callbacks.map(full),
      webhookURLs: webhooks.map(full),
      steps: [...steps(url)],
    };
  });
