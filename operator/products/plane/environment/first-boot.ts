import type { Inputs } from '../../product.ts';
import type { PlaneModel } from '../model.ts';
import type { PlaneSpec } from '../spec/index.ts';

type Variables = Readonly<Record<string, string>>;

const flag = (on: boolean): string => (on ? '1' : '0');

/**
 * What the product writes into its database when it first starts. Each row is taken from the environment when it is
 * made, and never again: SKIP_ENV_VAR says that the database is what counts.
 */
export const firstBoot = ({ own }: PlaneModel): Variables => ({
  SKIP_ENV_VAR: '1',
  ...logins(own.firstBoot ?? {}),
  ...(own.mail?.smtp === undefined ? NO_MAIL : mailServer(own.mail.smtp)),
});

const logins = (asked: NonNullable<PlaneSpec['firstBoot']>): Variables => ({
  ENABLE_SIGNUP: flag(asked.signUp === 'Open'),
  ENABLE_EMAIL_PASSWORD: flag(asked.passwordLogin !== 'Disabled'),
  ENABLE_MAGIC_LINK_LOGIN: flag(asked.magicLinkLogin === 'Enabled'),
  DISABLE_WORKSPACE_CREATION: flag(asked.workspaceCreation === 'Administrators'),
});

/** The product's own defaults, and the switch of mail off. */
const NO_MAIL = {
  ENABLE_SMTP: '0',
  EMAIL_HOST: '',
  EMAIL_PORT: '587',
  EMAIL_FROM: '',
  EMAIL_USE_TLS: '1',
  EMAIL_USE_SSL: '0',
} as const;

/** Ports by how a mail server is spoken to: RFC 6409, 8314 and 5321. */
const PORTS = { StartTLS: 587, TLS: 465, None: 25 } as const;

function mailServer(mail: NonNullable<NonNullable<PlaneSpec['mail']>['smtp']>): Variables {
  const { host, from, encryption = 'StartTLS', port = PORTS[encryption] } = mail;
  return {
    ENABLE_SMTP: '1',
    EMAIL_HOST: host,
    EMAIL_PORT: String(port),
    EMAIL_FROM: from,
    EMAIL_USE_TLS: flag(encryption === 'StartTLS'),
    EMAIL_USE_SSL: flag(encryption === 'TLS'),
  };
}

/** Keys of the mail server's Secret. */
export const MAIL_KEYS = ['username', 'password'] as const;

/** The login at the mail server; empty texts where there is none. */
export function mailLogin({ own }: PlaneModel, inputs: Inputs): Variables {
  const name = own.mail?.smtp?.secretRef?.name;
  const value = (key: (typeof MAIL_KEYS)[number]): string =>
    name === undefined ? '' : inputs.value(name, key);
  return { EMAIL_HOST_USER: value('username'), EMAIL_HOST_PASSWORD: value('password') };
}
