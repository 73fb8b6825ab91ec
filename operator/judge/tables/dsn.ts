/** What a DSN of one scheme may look like. */
export interface DsnScheme {
  /** Whether several hosts may be named, joined by commas; each is judged. */
  readonly hosts: 'one' | 'list';
  /** Parameters behind the question mark that name no host and load nothing. */
  readonly parameters: readonly string[];
  /** Whether user and password may stand in front of the host. */
  readonly userinfo: boolean;
}

const POSTGRES: DsnScheme = {
  // libpq tries one after the other.
  hosts: 'list',
  userinfo: true,
  parameters: [
    'application_name',
    'connect_timeout',
    'keepalives',
    'keepalives_count',
    'keepalives_idle',
    'keepalives_interval',
    'sslmode',
    'sslrootcert',
    'target_session_attrs',
  ],
};
const REDIS: DsnScheme = {
  hosts: 'one',
  userinfo: true,
  parameters: [
    'db',
    'health_check_interval',
    'socket_connect_timeout',
    'socket_timeout',
    'ssl_ca_certs',
    'ssl_cert_reqs',
  ],
};
const SENTINEL: DsnScheme = { hosts: 'list', userinfo: true, parameters: ['db'] };
const AMQP: DsnScheme = {
  hosts: 'one',
  userinfo: true,
  parameters: ['connection_timeout', 'heartbeat'],
};
const LDAP: DsnScheme = { hosts: 'one', userinfo: false, parameters: [] };

/** Schemes by name. `mongodb+srv` is missing on purpose: SRV records name other hosts. */
export const DSN_SCHEMES: Readonly<Record<string, DsnScheme>> = {
  postgres: POSTGRES,
  postgresql: POSTGRES,
  redis: REDIS,
  rediss: REDIS,
  'redis-sentinel': SENTINEL,
  'rediss-sentinel': SENTINEL,
  amqp: AMQP,
  amqps: AMQP,
  mongodb: {
    hosts: 'list',
    userinfo: true,
    parameters: ['authSource', 'connectTimeoutMS', 'replicaSet', 'retryWrites', 'tls'],
  },
  ldap: LDAP,
  ldaps: LDAP,
};

/** Values of parameters that switch off the proof of who answers. */
export const UNPROVEN_PEER: Readonly<Record<string, readonly string[]>> = {
  ssl_cert_reqs: ['none', 'CERT_NONE', 'optional', 'CERT_OPTIONAL'],
  tls: ['false'],
};
