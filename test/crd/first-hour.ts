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
