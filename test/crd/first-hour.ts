/** Mail that goes out, with everything set. */
export const SMTP = {
  host: 'mail.corp.example.com',
  port: 587,
  from: 'Plane <plane@corp.example.com>',
  encryption: 'StartTLS',
  secretRef: { name: 'plane-mail' },
};

/** What a spec says of the first hour, with everything set. */
export const FIRST_HOUR = {
  setup: 'Open',
  telemetryConfirmedOff: true,
  firstBoot: {
    signUp: 'Closed',
    passwordLogin: 'Enabled',
    magicLinkLogin: 'Enabled',
    workspaceCreation: 'Administrators',
  },
};

/** Servers of the site, all that there can be. */
export const SERVERS = {
  integrations: {
    githubEnterprise: { url: 'https://github.corp.example.com' },
    gitlab: { url: 'https://gitlab.corp.example.com:8443/code' },
    bitbucketDataCenter: { url: 'https://bitbucket.corp.example.com' },
    sentry: { url: 'https://sentry.corp.example.com', secretRef: { name: 'plane-sentry' } },
  },
  webhooks: { hosts: ['ci.corp.example.com'], addresses: ['10.20.0.0/16'] },
};
