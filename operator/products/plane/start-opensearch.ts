/** Where the image has everything. */
export const OPENSEARCH_HOME = '/usr/share/opensearch';

/**
 * Prepares what the image's own start needs, and hands over to it.
 *
 * The image's "demo configuration" would make it simpler and is not installed: it brings certificates whose private
 * keys are published, one of them the administrator's, and users whose passwords are their names. So there is one user,
 * and a key pair that is made anew at each start and never leaves the container; it is for the port between nodes,
 * which the security plugin wants encrypted even where, as here, it listens on the loopback address alone. The password
 * of the key stores is Java's own default: they are read by nobody else.
 *
 * Users are read on an empty volume alone, which is why their password is never changed.
 */
export const START_OPENSEARCH = `set -euo pipefail
cd ${OPENSEARCH_HOME}
config=$PWD/config
keytool() { "$JAVA_HOME/bin/keytool" -storetype PKCS12 -storepass changeit "$@"; }
umask 077

hash=$(bash ./plugins/opensearch-security/tools/hash.sh -env OPENSEARCH_PASSWORD | tail -n 1)
case $hash in
  '$2'*) ;;
  *) echo 'Cannot start: the hash of the password is not one of bcrypt' >&2; exit 1 ;;
esac
cat > "$config/opensearch-security/internal_users.yml" <<END
_meta:
  type: internalusers
  config_version: 2
$OPENSEARCH_USERNAME:
  hash: "$hash"
  backend_roles: [admin]
END

rm -f "$config"/node.p12 "$config"/nodes.p12 "$config"/authorities.p12
keytool -genkeypair -keystore "$config/node.p12" -alias node -dname CN=node -keyalg EC -groupname secp256r1 -validity 3650
keytool -exportcert -keystore "$config/node.p12" -alias node |
  keytool -importcert -noprompt -keystore "$config/nodes.p12" -alias node

# Java reads no bundle of certificates in PEM: each goes into a store of its own kind.
if [ -n "\${SSL_CERT_FILE:-}" ]; then
  number=0
  certificate=
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in *'BEGIN CERTIFICATE'*) certificate= ;; esac
    certificate+=$line$'\\n'
    case $line in *'END CERTIFICATE'*)
      number=$((number + 1))
      printf %s "$certificate" |
        keytool -importcert -noprompt -keystore "$config/authorities.p12" -alias "authority-$number"
    esac
  done < "$SSL_CERT_FILE"
  export OPENSEARCH_JAVA_OPTS="$OPENSEARCH_JAVA_OPTS -Djavax.net.ssl.trustStore=$config/authorities.p12 -Djavax.net.ssl.trustStorePassword=changeit"
fi

exec ./opensearch-docker-entrypoint.sh
`;

/** A URL as a pattern of Java that it alone matches, and what lies below it. */
const below = (url: string): string =>
  `^${url.replace(/\/$/, '').replaceAll(/[.[\]]/g, String.raw`\$&`)}(/.*)?$`;

/** Where a model that makes vectors runs. */
interface Embeddings {
  /** Set where it is deployed in OpenSearch. */
  readonly modelID?: string | undefined;
  readonly endpoint?: { readonly url: string } | undefined;
}

/** Settings for models that make vectors: where they may be asked, the default being the large providers. */
export function modelSettings(
  embeddings: Embeddings | undefined,
): Readonly<Record<string, string>> {
  const { endpoint } = embeddings ?? {};
  return {
    // Nothing matches the second.
    'plugins.ml_commons.trusted_connector_endpoints_regex':
      endpoint === undefined ? '^$' : below(endpoint.url),
    // An address of the site is mostly a private one.
    ...(endpoint === undefined
      ? {}
      : { 'plugins.ml_commons.connector.private_ip_enabled': 'true' }),
    // There is one node for everything.
    ...(embeddings === undefined ? {} : { 'plugins.ml_commons.only_run_on_ml_node': 'false' }),
  };
}

/** Settings of OpenSearch that belong to {@link START_OPENSEARCH}: the image takes any from a variable of its name. */
export const OPENSEARCH_SETTINGS = {
  'discovery.type': 'single-node',
  'bootstrap.memory_lock': 'false',
  // One node talks to nobody. It also spares the node's kernel setting vm.max_map_count, together with the next line.
  'transport.host': '127.0.0.1',
  // Files are read, not mapped: mapping wants more maps than most nodes allow, which an operator cannot change.
  'node.store.allow_mmap': 'false',
  'plugins.security.allow_default_init_securityindex': 'true',
  'plugins.security.ssl.http.enabled': 'false',
  'plugins.security.ssl.transport.keystore_filepath': 'node.p12',
  'plugins.security.ssl.transport.keystore_type': 'PKCS12',
  'plugins.security.ssl.transport.truststore_filepath': 'nodes.p12',
  'plugins.security.ssl.transport.truststore_type': 'PKCS12',
} as const;
