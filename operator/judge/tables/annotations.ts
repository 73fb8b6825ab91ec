/** How the value of an annotation is judged. */
export type AnnotationKind = 'endpoint' | 'host' | 'hosts' | 'image' | 'data' | 'origins';

/** Annotations that nothing acts on: copies and notes. */
export const INERT_ANNOTATIONS: readonly RegExp[] = [
  /^kubectl[.]kubernetes[.]io\//,
  /^(?:meta|[a-z0-9-]+)[.]helm[.]sh\//,
  /^app[.]kubernetes[.]io\//,
  /^deployment[.]kubernetes[.]io\//,
  /^(?:[a-z0-9.-]+[.]toolkit[.]fluxcd|argoproj|argocd[.]argoproj|link[.]argocd[.]argoproj)[.]io\//,
  /^(?:[a-z0-9.-]+\/)?(?:description|documentation|docs|homepage|maintainer|owner|contact|support|icon|source|note|notes)$/,
  /^nginx[.]ingress[.]kubernetes[.]io\/(?:whitelist-source-range|denylist-source-range|satisfy|proxy-ssl-name|proxy-ssl-secret|auth-secret|auth-tls-secret|session-cookie-(?:domain|path|name)|rewrite-target|app-root|proxy-cookie-(?:domain|path))$/,
  /^(?:alb|service[.]beta[.]kubernetes|alb[.]ingress[.]kubernetes)[.]io\/(?:inbound-cidrs|load-balancer-source-ranges)$/,
  /^alb[.]ingress[.]kubernetes[.]io\/(?:certificate-arn|inbound-cidrs)$/,
];

/** Annotations that put text into the configuration of a controller. */
export const SNIPPETS =
  /snippets?$|(?:^|\/)config-(?:backend|frontend|global|defaults|sections|tcp|proxy|peers)/;

/** Annotations that name the issuer of a certificate. */
export const ISSUER_ANNOTATIONS: readonly string[] = [
  'cert-manager.io/cluster-issuer',
  'cert-manager.io/issuer',
];

/** Annotations with the values that keep traffic inside, in lower case. */
export const FIXED_ANNOTATIONS: Readonly<Record<string, readonly string[]>> = {
  'cert-manager.io/issuer-group': ['cert-manager.io'],
  'cert-manager.io/issuer-kind': ['issuer', 'clusterissuer'],
  'kubernetes.io/tls-acme': ['false'],
  'service.beta.kubernetes.io/aws-load-balancer-scheme': ['internal'],
  'service.beta.kubernetes.io/aws-load-balancer-internal': ['true'],
  'alb.ingress.kubernetes.io/scheme': ['internal'],
  'service.beta.kubernetes.io/azure-load-balancer-internal': ['true'],
  'appgw.ingress.kubernetes.io/use-private-ip': ['true'],
  'networking.gke.io/load-balancer-type': ['internal'],
  'cloud.google.com/load-balancer-type': ['internal'],
  'service.beta.kubernetes.io/openstack-internal-load-balancer': ['true'],
  'service.beta.kubernetes.io/oci-load-balancer-internal': ['true'],
  'oci.oraclecloud.com/load-balancer-type': ['nlb', 'lb'],
  'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type': ['intranet'],
  'service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type': ['private'],
  'service.beta.kubernetes.io/vultr-loadbalancer-private': ['true'],
  'load-balancer.hetzner.cloud/disable-public-network': ['true'],
  'external-dns.alpha.kubernetes.io/access': ['private'],
  'vault.hashicorp.com/agent-inject': ['false'],
  'vault.hashicorp.com/tls-skip-verify': ['false'],
  'sidecar.opentelemetry.io/inject': ['false'],
};

/** Annotations that let somebody else change the pod, or open it to the internet, whatever their value is. */
export const FORBIDDEN_ANNOTATIONS: readonly {
  readonly key: RegExp;
  readonly reason: 'UnknowableValue' | 'OpenNetwork' | 'UnknownProvider' | 'DefaultsToExternal';
  readonly is: string;
}[] = [
  {
    key: /^vault[.]hashicorp[.]com\/agent-(?:inject-|configmap|extra-secret|copy-volume-mounts)/,
    reason: 'UnknowableValue',
    is: 'an injector would mount values that nobody has judged',
  },
  {
    key: /^k8s[.]v1[.]cni[.]cncf[.]io\/networks$/,
    reason: 'OpenNetwork',
    is: 'another network would pass by every NetworkPolicy',
  },
  {
    key: /^service[.]beta[.]kubernetes[.]io\/(?:aws-load-balancer-eip-allocations|azure-dns-label-name|azure-pip-name)$/,
    reason: 'OpenNetwork',
    is: 'the load balancer would get a public address or name',
  },
  {
    key: /^kubernetes[.]io\/ingress[.]global-static-ip-name$/,
    reason: 'OpenNetwork',
    is: 'the load balancer would get a public address',
  },
  {
    key: /^alb[.]ingress[.]kubernetes[.]io\/auth-idp-cognito$/,
    reason: 'DefaultsToExternal',
    is: 'the identity provider is a public service',
  },
];

/** Annotations by which another operator changes the pod; `false` leaves it alone. */
export const INJECTORS =
  /^instrumentation[.]opentelemetry[.]io\/inject-|^(?:oneagent|metadata-enrichment)[.]dynatrace[.]com\/inject$|^admission[.]datadoghq[.]com\/|^odigos[.]io\/inject|^newrelic[.]com\/inject|^instana[.]io\/inject/;

/** Annotations whose value is judged by its kind. */
export const ENDPOINT_ANNOTATIONS: readonly {
  readonly key: RegExp;
  readonly kind: AnnotationKind;
}[] = [
  {
    key: /^nginx[.]ingress[.]kubernetes[.]io\/(?:auth-url|auth-signin|auth-tls-error-page|mirror-target|permanent-redirect|temporal-redirect|proxy-redirect-to)$/,
    kind: 'endpoint',
  },
  {
    key: /^nginx[.]ingress[.]kubernetes[.]io\/(?:upstream-vhost|mirror-host|influxdb-host)$/,
    kind: 'host',
  },
  { key: /^nginx[.]ingress[.]kubernetes[.]io\/server-alias$/, kind: 'hosts' },
  { key: /^nginx[.]ingress[.]kubernetes[.]io\/cors-allow-origin$/, kind: 'origins' },
  {
    key: /^external-dns[.]alpha[.]kubernetes[.]io\/(?:hostname|internal-hostname|target)$/,
    kind: 'hosts',
  },
  {
    key: /^alb[.]ingress[.]kubernetes[.]io\/(?:auth-idp-oidc|actions[.].+|conditions[.].+)$/,
    kind: 'data',
  },
  { key: /^vault[.]hashicorp[.]com\/(?:service|proxy-address)$/, kind: 'endpoint' },
  { key: /(?:^|[/-])(?:image|proxyImage)$/, kind: 'image' },
];

/** Annotation that names a Service. */
export const SERVICE_ANNOTATION = 'nginx.ingress.kubernetes.io/default-backend';

/** Annotation that names Middlewares. */
export const MIDDLEWARE_ANNOTATION = 'traefik.ingress.kubernetes.io/router.middlewares';
