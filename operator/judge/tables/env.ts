/** What the value of a variable is, and what an empty one means. */
export interface EnvEndpoint {
  readonly kind: 'url' | 'dsn' | 'hostport' | 'endpoint' | 'sentry';
  /** `external`: the software then asks a public service. `off`: nothing is asked. */
  readonly empty: 'external' | 'off';
}

/** Variables that load code into a process: no other check holds then. */
export const CODE_LOADERS: readonly string[] = [
  'LD_PRELOAD',
  'LD_AUDIT',
  'LD_LIBRARY_PATH',
  'NODE_OPTIONS',
  'NODE_PATH',
  'PYTHONPATH',
  'PYTHONSTARTUP',
  'PYTHONHOME',
  'PYTHONUSERBASE',
  'PERL5LIB',
  'PERL5OPT',
  'RUBYOPT',
  'RUBYLIB',
  'JAVA_TOOL_OPTIONS',
  'JDK_JAVA_OPTIONS',
  '_JAVA_OPTIONS',
  'BASH_ENV',
  'ENV',
  'GCONV_PATH',
  'LOCPATH',
  'OPENSSL_CONF',
  'OPENSSL_ENGINES',
  'OPENSSL_MODULES',
];

/** Variables that change which host a name or a connection means. */
export const RESOLVER_VARIABLES: readonly string[] = [
  'HOSTALIASES',
  'LOCALDOMAIN',
  'RES_OPTIONS',
  'RESOLV_HOST_CONF',
  'RESOLV_ADD_TRIM_DOMAINS',
  'RESOLV_OVERRIDE_TRIM_DOMAINS',
  'RESOLV_MULTI',
  'NSS_CONFIG',
  'PGHOSTADDR',
  'PGSERVICE',
  'PGSERVICEFILE',
  'PGSYSCONFDIR',
  'AWS_CONFIG_FILE',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'GIT_CONFIG_GLOBAL',
  'GIT_SSH_COMMAND',
  'GIT_PROXY_COMMAND',
  'LDAPCONF',
  'LDAPRC',
];

/** Values that switch off the proof of who answers. */
export const VERIFICATION: Readonly<Record<string, readonly string[]>> = {
  NODE_TLS_REJECT_UNAUTHORIZED: ['0'],
  PYTHONHTTPSVERIFY: ['0'],
  GIT_SSL_NO_VERIFY: ['1', 'true', 'yes', 'on'],
  CURL_INSECURE: ['1', 'true'],
  CURL_SSL_BACKEND_INSECURE: ['1', 'true'],
  LDAP_TLS_REQUIRE_CERT: ['never', 'allow', 'try'],
  LDAPTLS_REQCERT: ['never', 'allow', 'try'],
  NPM_CONFIG_STRICT_SSL: ['false'],
  PGSSLMODE: ['allow', 'prefer'],
  REDIS_SSL_CERT_REQS: ['none', 'optional'],
  SSL_VERIFY: ['0', 'false', 'no', 'off'],
  VERIFY_SSL: ['0', 'false', 'no', 'off'],
  TLS_SKIP_VERIFY: ['1', 'true'],
  VAULT_SKIP_VERIFY: ['1', 'true'],
  AWS_S3_VERIFY: ['0', 'false'],
  AWS_EC2_METADATA_DISABLED: ['0', 'false'],
};

/** Switches of the product that have one safe value. */
export const SWITCHES: Readonly<Record<string, readonly string[]>> = {
  SKIP_ENV_VAR: ['0'],
  IS_AIRGAPPED: ['1'],
  IS_GITHUB_ENABLED: ['0', ''],
  IS_GOOGLE_ENABLED: ['0', ''],
  SCOUT_MONITOR: ['0', 'false', ''],
  VITE_ENABLE_SESSION_RECORDER: ['0', 'false', ''],
  ENABLE_TELEMETRY: ['0', 'false', ''],
  STORAGE_PROVIDER: ['S3', 's3'],
  CUSTOM_LLM_PROVIDER: ['openai', ''],
  AWS_USE_DUALSTACK_ENDPOINT: ['false', '0', ''],
  AWS_USE_FIPS_ENDPOINT: ['false', '0', ''],
  // A constant of the vendor that identifies the licence; airgapped mode does not call it.
  PRIME_HOST: ['https://prime.plane.so'],
  LICENSE_SERVER: ['https://prime.plane.so'],
};

/** Credentials and names that switch on a feature which has no address inside. */
export const SAAS_ONLY: readonly string[] = [
  'GITHUB_CLIENT_ID',
  'GITHUB_CLIENT_SECRET',
  'GITHUB_APP_ID',
  'GITHUB_APP_NAME',
  'GOOGLE_CLIENT_ID',
  'GOOGLE_CLIENT_SECRET',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'SLACK_CLIENT_ID',
  'SLACK_CLIENT_SECRET',
  'HUBSPOT_CLIENT_ID',
  'HUBSPOT_CLIENT_SECRET',
  'BITBUCKET_CLIENT_ID',
  'BITBUCKET_CLIENT_SECRET',
  'MS_TEAMS_CLIENT_ID',
  'MS_TEAMS_CLIENT_SECRET',
  'UNSPLASH_ACCESS_KEY',
  'LLM_API_KEY',
  'SCOUT_KEY',
  'GCS_BUCKET_NAME',
  'GCS_PROJECT_ID',
  'GCS_CREDENTIALS_PATH',
  'GCS_CREDENTIALS_JSON',
  'RDS_SECRET_ARN',
  'AMAZONMQ_SECRET_ARN',
  'ELASTICACHE_SECRET_ARN',
  'AWS_BEARER_TOKEN_BEDROCK',
  'BEDROCK_INFERENCE_PROFILE_ARN',
  'BEDROCK_INFERENCE_PROFILE_ID',
  'AZURE_STORAGE_CONNECTION_STRING',
];

/** Variables that make a process ask a service of a cloud, with the names that must be listed as private. */
export const CLOUD_SERVICES: Readonly<Record<string, RegExp>> = {
  AWS_WEB_IDENTITY_TOKEN_FILE: /^sts(?:[.][a-z0-9-]+)?[.]amazonaws[.]com(?:[.]cn)?$/,
  AWS_ROLE_ARN: /^sts(?:[.][a-z0-9-]+)?[.]amazonaws[.]com(?:[.]cn)?$/,
  AZURE_FEDERATED_TOKEN_FILE:
    /^login[.](?:microsoftonline[.]com|microsoftonline[.]us|chinacloudapi[.]cn)$/,
  AZURE_CLIENT_SECRET:
    /^login[.](?:microsoftonline[.]com|microsoftonline[.]us|chinacloudapi[.]cn)$/,
  BR_AWS_REGION: /^bedrock-runtime[.][a-z0-9-]+[.]amazonaws[.]com$/,
  BEDROCK_REGION: /^bedrock-runtime[.][a-z0-9-]+[.]amazonaws[.]com$/,
  CUSTOM_LLM_AWS_REGION: /^bedrock-runtime[.][a-z0-9-]+[.]amazonaws[.]com$/,
};

/** Names of buckets: an ARN in their place leads to another service. */
export const BUCKETS: readonly string[] = ['AWS_S3_BUCKET_NAME', 'AWS_STORAGE_BUCKET_NAME'];

/** Variables of a forward proxy, in lower case; both cases work. */
export const PROXIES: readonly string[] = [
  'http_proxy',
  'https_proxy',
  'all_proxy',
  'ftp_proxy',
  'grpc_proxy',
  'socks_proxy',
  'socks5_proxy',
  'ws_proxy',
  'wss_proxy',
  'npm_config_proxy',
  'npm_config_http_proxy',
  'npm_config_https_proxy',
  'npm_config_noproxy_url',
  'pip_proxy',
  'yarn_http_proxy',
  'yarn_https_proxy',
  'global_agent_http_proxy',
  'global_agent_https_proxy',
  'aws_proxy',
];
