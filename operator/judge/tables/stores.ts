/** What a provider of External Secrets needs so that it stays inside. */
export interface StoreProvider {
  /** Members that hold a URL of a server; every one must be given. */
  readonly urls?: readonly string[];
  /** Members that may hold a URL; left out, nothing outside is asked. */
  readonly optionalUrls?: readonly string[];
  /** Names that must be listed as private; `{member}` stands for the value of a member. */
  readonly privateNames?: readonly string[];
}

/** Services of AWS that a store may read, with the first label of their name. */
export const AWS_SERVICES: Readonly<Record<string, string>> = {
  SecretsManager: 'secretsmanager',
  ParameterStore: 'ssm',
};

/** Providers whose addresses are known; every other one is refused. `aws` is judged besides. */
export const STORE_PROVIDERS: Readonly<Record<string, StoreProvider>> = {
  vault: { urls: ['server'] },
  kubernetes: { optionalUrls: ['server.url'] },
  fake: {},
  bitwardensecretsmanager: { urls: ['apiURL', 'identityURL', 'bitwardenServerSDKURL'] },
  gitlab: { urls: ['url'] },
  github: { urls: ['url', 'uploadURL'] },
  infisical: { urls: ['hostAPI'] },
  akeyless: { urls: ['akeylessGWApiURL'] },
  conjur: { urls: ['url'] },
  secretserver: { urls: ['serverURL'] },
  onepassword: { urls: ['connectHost'] },
  passbolt: { urls: ['host'] },
  passworddepot: { urls: ['host'] },
  webhook: { urls: ['url'] },
  barbican: { urls: ['authURL'] },
  azurekv: { urls: ['vaultUrl'], privateNames: ['login.microsoftonline.com'] },
  gcpsm: {
    privateNames: ['secretmanager.googleapis.com', 'oauth2.googleapis.com'],
  },
};

/** Generators that make values by themselves. */
export const LOCAL_GENERATORS: readonly string[] = ['Password', 'UUID', 'Fake', 'SSHKey'];

/** The name by which a service of AWS is asked in a region. */
export const awsName = (service: string, region: string): string =>
  `${service}.${region}.amazonaws.com`;

/** The name by which AWS gives out tokens when no region is asked. */
export const AWS_TOKENS = 'sts.amazonaws.com';
