// Made by "npm run generate" from the pages beside it; not edited.
/* eslint-disable max-lines -- every page of every topic, in one file for the bundle */

/** Markdown by topic. */
export const PAGES: Readonly<Record<string, string>> = {
  AIAnswers: `# AIAnswers

## What it means

The running server was asked to test its AI and says that it works.

## What still works

Everything.

## What to do

Nothing.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="AIAvailable")].message}{"\\n"}'
\`\`\`
`,
  AIAvailable: `# Condition AIAvailable

## What it means

The running product says that its AI works. Ready does not depend on it, and nothing is restarted because of it.

## Values

- True: it says so.
- False: it says otherwise, or the spec asks for none.
- Unknown: it was not asked, or did not answer.

The condition is left out for products that are asked nothing, and while what is asked is not what runs.

## Reasons

- \`AIAnswers\` (True): it says so.
- \`AIUnavailable\` (False): it says that it does not work.
- \`AINotConfigured\` (False): the spec asks for none.
- \`NoAdminToken\` (Unknown): nobody has given a token.
- \`TokenRejected\` (Unknown): the token is not taken.
- \`ProductUnreachable\` (Unknown): there was no answer that may be read.
- \`NotAskedYet\` (Unknown): it does not run as accepted yet.

## How to look at it

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="AIAvailable")].message}{"\\n"}'
\`\`\`
`,
  AINotConfigured: `# AINotConfigured

## What it means

The spec names no AI provider. That is a valid choice.

## What still works

Everything but AI features.

## What to do

Nothing; or choose a provider in the spec. Look at what can be chosen:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o yaml
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="AIAvailable")].message}{"\\n"}'
\`\`\`
`,
  AIUnavailable: `# AIUnavailable

## What it means

The running server says that its AI does not work. Either the key of the provider is missing or wrong, or the address is not reached from the pod.

## What still works

Everything but AI features.

## What to do

Look at the key in the Secret that the provider names, and at the way from the pod to the address: NetworkPolicies, DNS and the internal authority in \`spec.trust\`.

\`\`\`sh
kubectl -n NAMESPACE get events --field-selector involvedObject.name=NAME
kubectl -n NAMESPACE logs deployment/NAME-server --tail=100
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="AIAvailable")].message}{"\\n"}'
\`\`\`
`,
  Accepted: `# Accepted

## What it means

Nothing speaks against a spec, so it was written down as the accepted one and is being carried out. From then on it is what the
operator tends, also while a newer spec is refused or waits. It is told by status and by an event.

## What still works

Everything; objects are applied next, in order. Accepted does not mean Ready: images may be missing, the migration may fail.

## What to do

Nothing. Which generation of the spec and which release are accepted, and what the spec was:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.acceptedGeneration} {.status.version}{"\\n"}'
kubectl -n NAMESPACE get controllerrevisions -l airgapped.dev/installation=NAME,app.kubernetes.io/component=accepted --sort-by=.revision -o jsonpath='{.items[-1:].data.spec}{"\\n"}'
\`\`\`

The accepted spec and the one before are kept, as ControllerRevisions. Do not delete them: rules against downgrades read them.

## How to see that it is over

\`status.acceptedGeneration\` equals the generation of the resource, and Ready is True:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=30m
\`\`\`
`,
  AddressNotAllowed: `# AddressNotAllowed

## What it means

The address is in no block that counts as inside for this namespace.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Use an address inside, or ask an administrator of the cluster to add the block to \`airgappolicy.spec.allowedCIDRs\`.

\`\`\`sh
kubectl get airgappolicy cluster -o yaml
\`\`\`

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy, and URL holds the text:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind url --policy policy.json "$URL"
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  AmbiguousName: `# AmbiguousName

## What it means

A name of two labels such as \`postgres.data\` is a Service in some namespace or a public domain, depending on what exists.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

For a Service write \`SERVICE.NAMESPACE.svc\`.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind host --policy policy.json 'HOST'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  ApplyRefused: `# ApplyRefused

## What it means

The spec was accepted, but the API server refused an object that the operator applied: a quota, an admission rule, Pod Security,
a missing right of the operator, or a field that an existing object does not let change. The finding and a Warning event name
the object and the API server's own words. Ready says ProgressingWithRetry.

## What still works

All other objects are applied, and pods that run go on. Parts that need the refused object wait. Nothing is pruned meanwhile.

## What to do

Read who refused it, and let that allow it:

\`\`\`sh
kubectl -n NAMESPACE get events --field-selector involvedObject.name=NAME,reason=ApplyRefused
kubectl -n NAMESPACE describe resourcequotas
kubectl get namespace NAMESPACE --show-labels
\`\`\`

- \`exceeded quota\`: raise the quota, or ask for less in the \`resources\` of a part below \`spec.plane.components\`.
- \`violates PodSecurity\`: the label pod-security.kubernetes.io/enforce of the namespace is too strict.
- \`cannot patch resource\`: the Role of the operator does not cover this namespace.
- \`denied the request\`: an admission webhook or ValidatingAdmissionPolicy of the cluster; its message says what it wants.

## How to see that it is over

The operator tries again every 15 seconds:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  Available: `# Condition Available

## What it means

What runs serves: every part of the accepted spec that has pods has a ready one. True is good. It stays True while a newer
spec is refused or waits, so this is the one to alert on.

## Values

- True: every part has ready pods.
- False: a part lacks pods, or nothing is known to run.
- Unknown: never.

## Reasons

- \`Serving\` (True): every part has ready pods.
- \`NotServing\` (False): the parts in the message lack pods.
- \`NothingAccepted\` (False): no spec was ever accepted; also while the resource is being deleted, and when the very first pass failed.

## How to look at it

When Ready says ProgressingWithRetry, what stands here was seen before the pass that failed.

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.conditions[*]}{.type}={.status} {.reason}: {.message}{"\\n"}{end}'
kubectl -n NAMESPACE wait plane/NAME --for=condition=Available --timeout=10m
\`\`\`
`,
  AwaitingAdministrator: `# AwaitingAdministrator

## What it means

\`spec.plane.setup\` is Closed or left out. Whoever opens God Mode first becomes its first administrator and owns the instance,
so the domain has no Ingress until you say that there is one. The operator cannot see whether there is: that stands in the
product's database.

## What still works

Everything inside the cluster. Ready can be True meanwhile. Browsers do not come in by the domain. An Ingress from the time when
\`spec.plane.setup\` was Open has been removed.

## What to do

Go in by a door of your own. God Mode and the API are one origin for the browser, so it leads to both; it is there only while
closed:

\`\`\`sh
kubectl -n NAMESPACE port-forward service/NAME-setup 8080
\`\`\`

In a browser open \`localhost:8080/god-mode/\`, without TLS. Create the administrator and untick telemetry. Look at
\`spec.plane.telemetryConfirmedOff\`. Then serve the domain:

\`\`\`sh
kubectl -n NAMESPACE patch plane NAME --type=merge -p '{"spec":{"plane":{"setup":"Open"}}}'
\`\`\`

Where the resource comes from Git, write it there.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=SetupComplete --timeout=5m
\`\`\`
`,
  BadCharacters: `# BadCharacters

## What it means

The text holds a character that programs read differently or that never belongs there: white space, a line end, a control
character, a quote, a backslash, a character outside ASCII, or a placeholder such as \`$(NAME)\`.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Take the character out. A line end at the end of a Secret's value comes from \`echo\`; use \`printf\` or \`--from-literal\`.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy, and URL holds the text:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind url --policy policy.json "$URL"
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  CertificateDomainMismatch: `# CertificateDomainMismatch

## What it means

The certificate in the Secret of \`spec.certificates\` is not for \`spec.domain\`: the domain is not among its subject alternative
names, not even by a wildcard. Browsers refuse it. The common name alone does not count; browsers do not look at it any more.

## What still works

Everything that runs. When the Secret or the domain is new in the spec the operator waits; otherwise it is a note, and the spec is
carried out.

## What to do

See its names, and order one with the domain among them; or correct \`spec.domain\`:

\`\`\`sh
kubectl -n NAMESPACE get secret SECRET -o jsonpath='{.data.tls\\.crt}' | base64 -d | openssl x509 -noout -ext subjectAltName
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.spec.domain}{"\\n"}'
kubectl -n NAMESPACE create secret tls SECRET --cert=FILE --key=KEY --dry-run=client -o yaml | kubectl -n NAMESPACE apply -f -
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=CertificatesValid --timeout=2m
\`\`\`
`,
  CertificateExpired: `# CertificateExpired

## What it means

A certificate of the domain or of a trusted authority has ended. For the domain: browsers refuse it. For an authority: pods refuse
what it signed.

## What still works

Pods go on; nothing is stopped because of a date. When the Secret is new in the spec the operator waits; otherwise it is a note, and
the spec is carried out.

## What to do

See which one:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.certificates[*]}{.notAfter} {.purpose} {.secret} {.subject}{"\\n"}{end}'
\`\`\`

- Of the domain, in a Secret: put a new certificate and its key into the Secret.
- Of the domain, from cert-manager: see why it was not renewed. Its clock, its issuer and its log say it.
- Of an authority that has a successor: put that into the bundle, and take the old one out.

\`\`\`sh
kubectl -n NAMESPACE create secret tls SECRET --cert=FILE --key=KEY --dry-run=client -o yaml | kubectl -n NAMESPACE apply -f -
kubectl -n NAMESPACE describe certificates,certificaterequests
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=CertificatesValid --timeout=2m
\`\`\`
`,
  CertificateExpiring: `# CertificateExpiring

## What it means

A certificate of the domain or of a trusted authority ends soon. It is said, with one event each time, 60, 30, 14, 7 and 1 days before;
a step longer than a fifth of the certificate's own life is left out, so that what is renewed in time is never spoken of.

## What still works

Everything, until it ends.

## What to do

See which one, and when:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.certificates[*]}{.notAfter} {.purpose} {.secret} {.subject}{"\\n"}{end}'
\`\`\`

- Of the domain, in a Secret: order a new one and put it into the Secret. The ingress controller takes it without a restart.
- Of the domain, from cert-manager: it should have renewed it; see why it did not.
- Of a trusted authority: put its successor into the bundle now, beside it, so that both are trusted while servers change over.

\`\`\`sh
kubectl -n NAMESPACE create secret tls SECRET --cert=FILE --key=KEY --dry-run=client -o yaml | kubectl -n NAMESPACE apply -f -
kubectl -n NAMESPACE describe certificates,certificaterequests
\`\`\`

The metric \`plane_operator_certificate_not_after_seconds\` has the first end of each purpose.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=CertificatesValid --timeout=2m
\`\`\`
`,
  CertificateInvalid: `# CertificateInvalid

## What it means

A certificate of the domain (\`spec.certificates\`) or of a trusted authority (\`spec.trust\`) cannot be read, or is not valid yet by
the operator's clock. The finding names the Secret, the key and which one of several it is.

## What still works

Everything that runs. A bundle that cannot be read reaches no pod: they go on with the one before. For what is new in the spec the
operator waits; a note means that the same Secret was accepted before, and that the spec is carried out.

## What to do

Look at what is there. Each certificate is one block in PEM; for the domain its own comes first, then the authorities between it and
the root:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}: {.message}{"\\n"}{end}'
kubectl -n NAMESPACE get secret SECRET -o jsonpath='{.data.tls\\.crt}' | base64 -d | openssl x509 -noout -subject -dates
\`\`\`

- It cannot be read: DER instead of PEM, a cut block, Windows line ends in the middle of one. Export it again.
- It is not valid yet: compare its notBefore with the clocks of the nodes.

\`\`\`sh
kubectl -n NAMESPACE create secret tls SECRET --cert=FILE --key=KEY --dry-run=client -o yaml | kubectl -n NAMESPACE apply -f -
\`\`\`

## How to see that it is over

The operator sees the changed Secret at once:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=CertificatesValid --timeout=2m
\`\`\`
`,
  CertificateKeyMismatch: `# CertificateKeyMismatch

## What it means

The key \`tls.key\` in the Secret of \`spec.certificates\` is not the one that the certificate in \`tls.crt\` was made for, or cannot be
read: it is encrypted, or not in PEM. Ingress controllers then serve a certificate of their own, and browsers warn.

## What still works

Everything that runs. When the Secret is new in the spec the operator waits; otherwise it is a note.

## What to do

Compare the two; both commands must print the same:

\`\`\`sh
kubectl -n NAMESPACE get secret SECRET -o jsonpath='{.data.tls\\.crt}' | base64 -d | openssl x509 -noout -pubkey
kubectl -n NAMESPACE get secret SECRET -o jsonpath='{.data.tls\\.key}' | base64 -d | openssl pkey -pubout
\`\`\`

Where \`tls.crt\` holds a chain, the certificate of the domain has to come first. Put the right pair into the Secret:

\`\`\`sh
kubectl -n NAMESPACE create secret tls SECRET --cert=FILE --key=KEY --dry-run=client -o yaml | kubectl -n NAMESPACE apply -f -
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=CertificatesValid --timeout=2m
\`\`\`
`,
  CertificateNotAuthority: `# CertificateNotAuthority

## What it means

The bundle of \`spec.trust\` holds a certificate that is neither a certificate authority nor signed by itself: mostly that of a
server. Most programs accept a server only by the authority that signed it, so this one would do nothing.

## What still works

Everything that runs. When the bundle is new in the spec the operator waits; otherwise it is a note.

## What to do

Take the root and intermediate certificates of your authority instead. Several stand one after the other in one key:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}: {.message}{"\\n"}{end}'
kubectl -n NAMESPACE get secret SECRET -o jsonpath='{.data.ca\\.crt}' | base64 -d | openssl storeutl -noout -text -certs /dev/stdin
\`\`\`

An authority says "CA:TRUE" among its basic constraints.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=CertificatesValid --timeout=2m
\`\`\`
`,
  CertificatesCurrent: `# CertificatesCurrent

## What it means

The certificate of the domain and those of the trusted authorities can be read, fit, are valid now, and do not end soon.

## What still works

Everything.

## What to do

Nothing. The operator looks again by itself when the next one comes near its end. The dates:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.certificates[*]}{.notAfter} {.purpose} {.secret} {.subject}{"\\n"}{end}'
\`\`\`

## How to see that it is over

It ends when a certificate comes near its end or is replaced by a wrong one; CertificatesValid is False then.
`,
  CertificatesValid: `# Condition CertificatesValid

## What it means

The certificate of the domain and those of the trusted authorities are valid, and none ends soon. True is good. Ready does not
depend on it once a spec was accepted: nothing is stopped because of a date.

## Values

- True: all is well.
- False: one is wrong, has ended, or ends within 60 days; a warning to be acted upon. The reason is that of the worst.
- Unknown: never.

The condition is left out where there are none, while the resource is being deleted, and after a failed pass it stays as it was.

## Reasons

- \`CertificatesCurrent\` (True): all are valid, and none ends soon.
- \`CertificateExpired\` (False): one has ended.
- \`CertificateInvalid\` (False): one cannot be read, or is not valid yet.
- \`CertificateKeyMismatch\` (False): the key of the domain's certificate is another one.
- \`CertificateDomainMismatch\` (False): the domain's certificate is for other names.
- \`CertificateNotAuthority\` (False): one that is to be trusted is no authority.
- \`CertificateExpiring\` (False): one ends soon.

## How to look at it

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="CertificatesValid")].message}{"\\n"}'
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.certificates[*]}{.notAfter} {.purpose} {.secret} {.subject}{"\\n"}{end}'
\`\`\`
`,
  DataRetained: `# DataRetained

## What it means

The resource was deleted with \`spec.deletionPolicy\` Retain (or left out). Its pods are gone; its volumes and generated Secrets
were kept, and the event lists them. A resource of the same name in the same namespace uses them again.

## What still works

Nothing runs. The data is as the pods left it.

## What to do

To bring it back, apply the resource under the same name. Give it the release that ran last or a newer one: what schema the
volumes have is known to nobody once the resource is gone, so an older release is not refused.

\`\`\`sh
kubectl -n NAMESPACE get pvc,secrets -l airgapped.dev/installation=NAME
kubectl -n NAMESPACE apply -f FILE
\`\`\`

To remove the data for good, only while no resource of that name exists:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME
kubectl -n NAMESPACE delete pvc,secrets -l airgapped.dev/installation=NAME
\`\`\`

Keep volumes and generated Secrets together: the Secrets hold the passwords and keys of what is in the volumes.

## How to see that it is over

A resource of that name is Ready, or the first command lists nothing any more.
`,
  DatabaseMigrated: `# Condition DatabaseMigrated

## What it means

The database has the schema of the accepted release. True is good. Parts that need the schema are applied only then.

## Values

- True: the migration Job of the release has completed.
- False: it has not begun, has not finished, or failed.
- Unknown: never. The condition is left out while nothing is accepted, while the resource is being deleted, and after a failed pass.

## Reasons

- \`MigrationSucceeded\` (True): the message names the release.
- \`MigrationPending\` (False): held back until the parts in the message are ready.
- \`MigrationRunning\` (False): the Job has not finished.
- \`MigrationFailed\` (False): the Job failed; Stalled says so as well.

## How to look at it

\`\`\`sh
kubectl -n NAMESPACE get jobs -l airgapped.dev/installation=NAME,app.kubernetes.io/component=migration
kubectl -n NAMESPACE wait plane/NAME --for=condition=DatabaseMigrated --timeout=60m
\`\`\`
`,
  DefaultsToExternal: `# DefaultsToExternal

## What it means

Left unset, the software falls back to a public service. In an air gap that is an address like any other.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Set the address of a server inside, or switch the feature off, as the finding says.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind env --policy policy.json 'NAME=VALUE'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  Deleting: `# Deleting

## What it means

Somebody deleted the resource. The operator removes the workloads, waits for their pods to end, then removes volumes and
generated Secrets if \`spec.deletionPolicy\` is Delete, and then lets go of the resource (finalizer \`airgapped.dev/teardown\`).

## What still works

Nothing of this installation. Pods that have not ended five minutes after the deletion are not waited for any longer. With
\`spec.deletionPolicy\` Retain, which is the default, volumes and generated Secrets stay.

## What to do

Mostly nothing. Which pods are being waited for:

\`\`\`sh
kubectl -n NAMESPACE get pods -l airgapped.dev/installation=NAME
\`\`\`

Until they have ended, data can still be saved from a deletion with the policy Delete:

\`\`\`sh
kubectl -n NAMESPACE patch plane NAME --type=merge -p '{"spec":{"deletionPolicy":"Retain"}}'
\`\`\`

Only when no operator runs any more and the resource does not go away. Volumes and generated Secrets stay:

\`\`\`sh
kubectl -n NAMESPACE patch plane NAME --type=merge -p '{"metadata":{"finalizers":null}}'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=delete --timeout=6m
\`\`\`

An event TornDown or DataRetained says what became of the data.
`,
  DomainOpened: `# DomainOpened

## What it means

\`spec.plane.setup\` is Open: the Ingress is applied as soon as the parts behind it are ready. The operator takes your word that
there is an administrator; it cannot see that.

## What still works

Everything.

## What to do

Nothing, if the first administrator is one of yours. If nobody has become that yet, close the domain at once and go in by the
door that \`plane-operator explain AwaitingAdministrator\` tells of:

\`\`\`sh
kubectl -n NAMESPACE patch plane NAME --type=merge -p '{"spec":{"plane":{"setup":"Closed"}}}'
\`\`\`

Closing removes the Ingress at once, whatever else is not ready. Nothing else is touched.

## How to see that it is over

It stays while \`spec.plane.setup\` is Open.
`,
  Downgrade: `# Downgrade

## What it means

\`spec.version\` is older than the release that was accepted last. Schemas only migrate forward, so the older release would
find a database that it does not understand. It does not matter whether the newer release ever became ready.

## What still works

Nothing of the new spec is carried out. The accepted release goes on being tended: changed fields are set back, deleted
objects are made again.

## What to do

Set the accepted release, or a newer one:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.version}{"\\n"}'
kubectl -n NAMESPACE patch plane NAME --type=merge -p '{"spec":{"version":"VERSION"}}'
\`\`\`

If you have to go back, restore a backup from before the upgrade under a new resource of another name. Deleting this resource
and creating it again is no way round: with \`spec.deletionPolicy\` Retain the migrated volumes are used again.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  DriftCorrected: `# DriftCorrected

## What it means

Somebody changed a field that the operator sets, and it was set back. The event names the object, each field and who changed it,
as far as the API server knows ("unknown" for a field that was removed).

## What still works

Everything. Pods are replaced when the field was part of their template, once for the change and once for setting it back.

## What to do

Find out who or what writes there, for example another GitOps tool or a mutating webhook; as long as it goes on, so do these events:

\`\`\`sh
kubectl -n NAMESPACE get events --field-selector involvedObject.name=NAME,reason=DriftCorrected
\`\`\`

What is meant to differ belongs into the spec: number of pods and resources below \`spec.plane.components\`, annotations of the
Ingress in \`spec.ingress.annotations\`. For an HPA or KEDA of your own set \`spec.plane.components.api.scaledBy\` (and so for other
parts) to External. For work by hand, hold the operator back with \`spec.suspend\`.

## How to see that it is over

No new event of this reason comes. The same event again within six minutes only raises its count.
`,
  EmbeddedIPv4: `# EmbeddedIPv4

## What it means

The IPv6 address carries an IPv4 address (mapped, 6to4, Teredo, NAT64), which is where packets really go.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Write the IPv4 address itself, or a name.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy, and URL holds the text:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind url --policy policy.json "$URL"
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  EndpointsInside: `# EndpointsInside

## What it means

Every place of the spec that names a host, and every value of a Secret that does, was judged by the AirgapPolicy \`cluster\` at the
last pass, and all are inside.

## What still works

Everything.

## What to do

Nothing. They are judged again at every pass, so that an edit of a Secret or of the policy is seen at once. What the policy says:

\`\`\`sh
kubectl get airgappolicy cluster -o yaml
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="EndpointsInternal")].message}{"\\n"}'
\`\`\`
`,
  EndpointsInternal: `# Condition EndpointsInternal

## What it means

Nothing that is asked leads outside: every host that the spec or a Secret of it names is inside, as the AirgapPolicy \`cluster\` says.
True is good. A spec with anything outside is refused as a whole; what was accepted before goes on running.

## Values

- True: all places were judged, and all are inside.
- False: one leads outside or is not proven to stay inside, or there is no policy.
- Unknown: never.

The condition is left out while nothing was judged: while the resource is being deleted, or where neither the asked spec has the
shape of one nor any was accepted.

## Reasons

- \`EndpointsInside\` (True): all are inside.
- \`EndpointsOutside\` (False): at least one is not; \`status.findings\` names each.
- \`NoPolicy\` (False): there is no AirgapPolicy \`cluster\`, or it cannot be read.

## How to look at it

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="EndpointsInternal")].message}{"\\n"}'
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.rule}{" "}{.path}{": "}{.message}{"\\n"}{end}'
\`\`\`
`,
  EndpointsOutside: `# EndpointsOutside

## What it means

At least one place of the spec, or a value of a Secret that it names, leads outside, or cannot be proven to stay inside. The
default is to refuse: inside is what the AirgapPolicy \`cluster\` says, and nothing else.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended; where a value of a Secret
is at fault, nothing is applied at all until it is right, so that the value reaches no pod.

## What to do

Every place is a finding of its own, with its path, the host and what would be accepted. The word in front has a page of its own:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.rule}{" "}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
plane-operator explain NameNotAllowed
\`\`\`

Correct the spec or the Secret; or, where the host is inside after all, let an administrator of the cluster say so:

\`\`\`sh
kubectl edit airgappolicy cluster
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  Exported: `# Exported

## What it means

The generated keys were exported with \`plane-operator keys export\`, and none was added or changed since. The note of it is the annotation
\`airgapped.dev/keys-exported\` on each Secret. It says that a file was written, and nothing of where that file is now.

## What still works

Everything.

## What to do

Keep the file and the private key that opens it apart from each other, and both away from this cluster. To see that a file is
the right one, compare its fingerprints, which \`keys import\` shows before it changes anything, with those of the cluster:

\`\`\`sh
kubectl -n NAMESPACE get secrets -l airgapped.dev/installation=NAME
plane-operator keys fingerprint -n NAMESPACE NAME
\`\`\`

## How to see that it is over

Nothing to end. A release that needs a new key turns the condition to \`NotExported\`.
`,
  ForbiddenSetting: `# ForbiddenSetting

## What it means

The setting changes how names, certificates or code are found (\`PGHOSTADDR\`, \`LD_PRELOAD\`, \`NODE_OPTIONS\`, an annotation with
configuration of the ingress controller), so that judging hosts would prove nothing.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Take it out.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind env --policy policy.json 'NAME=VALUE'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  ForeignObject: `# ForeignObject

## What it means

An object of a name that the operator needs exists and does not bear its labels. It is never taken over in silence. The finding
names the object, and who wrote it as far as the API server knows.

## What still works

Nothing of this spec is applied, generated Secrets apart. The spec that was accepted last goes on being tended. When this very spec was accepted before,
pods that run go on, but the operator writes nothing until the name is free.

## What to do

See whose it is, and let its owner remove it or give it another name:

\`\`\`sh
kubectl -n NAMESPACE get KIND OBJECT -o yaml --show-managed-fields
kubectl -n NAMESPACE delete KIND OBJECT
\`\`\`

Or give the installation another name. A name cannot be changed, so delete the resource and create it under the new one;
as long as nothing was accepted (no \`status.acceptedGeneration\`), nothing is lost by that.

A Secret of a name under which the operator keeps generated values is the exception: it is used as it is, and keys that it
lacks are added; once it was accepted, \`plane-operator explain KeysMissing\` and \`plane-operator explain KeysChanged\` hold.

## How to see that it is over

The operator looks again every 15 seconds:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  ImagesAvailable: `# Condition ImagesAvailable

## What it means

Every image of the release is in the internal registry, proven by digest. True would be good. Ready does not depend on it.

## Values

- True, False: not shown by this version of the operator: without a lock of digests neither can be proven.
- Unknown: nothing is proven. It is no fault, and no reason for an alert.

The condition is left out while nothing is accepted, while the resource is being deleted, and after a failed pass.

## Reasons

- \`NotLocked\` (Unknown): the release has no digests, so pods run by tag.

## How to look at it

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="ImagesAvailable")].message}{"\\n"}'
kubectl -n NAMESPACE get pods -l app.kubernetes.io/instance=NAME
\`\`\`

An image that is missing shows as ErrImagePull of a pod.
`,
  ImmutableField: `# ImmutableField

## What it means

A field that is final was changed: \`spec.product\`, \`spec.storage.className\`, or the choice between \`embedded\` and \`external\` of
a store (\`spec.database\`, \`spec.plane.cache\`, \`spec.plane.broker\`, \`spec.plane.objectStore\`). With another value the data would
stay behind. Mostly the API server refuses the change itself, and the spec stays as it was; the operator says the same for a
change that came past it.

## What still works

Nothing of the new spec is carried out. The spec that was accepted last goes on being tended.

## What to do

Set the field back to what the finding says. To see the accepted value:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}: {.message}; {.fix}{"\\n"}{end}'
kubectl -n NAMESPACE get controllerrevisions -l airgapped.dev/installation=NAME,app.kubernetes.io/component=accepted --sort-by=.revision -o jsonpath='{.items[-1:].data.spec}{"\\n"}'
\`\`\`

For another store or another StorageClass: back the data up, create a resource of another name with the new choice, and
restore into it. The Secret of an external store is not final: it may name another server with the same data.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  ImplicitRegistry: `# ImplicitRegistry

## What it means

The image names no registry, so that a public one is taken. A registry is what stands before the first \`/\` and holds a \`.\` or
a \`:\`.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Write the mirror in front: \`registry.corp.example.com/mirror/NAME:TAG\`.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind image --policy policy.json 'REGISTRY/REPOSITORY:TAG'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  IngressClassMissing: `# IngressClassMissing

## What it means

The IngressClass in \`spec.ingress.className\` does not exist. The finding lists those that do.

## What still works

Nothing of this spec is carried out yet. The spec that was accepted last goes on being tended. When this very spec
was accepted before and what it names went away later, it goes on being tended too, as far as rendering it does not need a
value that is gone.

## What to do

Name one that exists, or install the ingress controller that brings it. A default IngressClass does not help: the field says
which one is meant.

\`\`\`sh
kubectl get ingressclasses
kubectl -n NAMESPACE patch plane NAME --type=merge -p '{"spec":{"ingress":{"className":"CLASS"}}}'
\`\`\`

## How to see that it is over

The operator sees the class at once when it appears:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  IssuerMissing: `# IssuerMissing

## What it means

The cert-manager issuer in \`spec.certificates.issuerRef\` does not exist, or cert-manager is not installed. An Issuer has to be in
the namespace of the resource; a ClusterIssuer is looked for in the whole cluster.

## What still works

Nothing of this spec is carried out yet. The spec that was accepted last goes on being tended, and a certificate that was issued
stays in use; without its issuer it is not renewed.

## What to do

See which there are, and create the one that is named, or name one that exists (its kind is Issuer or ClusterIssuer):

\`\`\`sh
kubectl -n NAMESPACE get issuers.cert-manager.io
kubectl get clusterissuers.cert-manager.io
kubectl -n NAMESPACE patch plane NAME --type=merge -p '{"spec":{"certificates":{"issuerRef":{"kind":"ClusterIssuer","name":"ISSUER"}}}}'
\`\`\`

Without cert-manager: a Secret of type kubernetes.io/tls, named instead of the issuer:

\`\`\`sh
kubectl -n NAMESPACE create secret tls SECRET --cert=FILE.crt --key=FILE.key
kubectl -n NAMESPACE patch plane NAME --type=merge -p '{"spec":{"certificates":{"issuerRef":null,"secretRef":{"name":"SECRET"}}}}'
\`\`\`

## How to see that it is over

The operator sees an issuer at once when it appears. On a cluster without cert-manager it looks every 15 seconds:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  KeysChanged: `# KeysChanged

## What it means

Somebody changed the value of a generated key on which stored data depends: its fingerprint is not the one in the accepted record.
With the new value, encrypted rows of the database could not be read, or a store would refuse the login.

## What still works

Pods go on as they are: they run on copies of the old values. The operator writes nothing until the values are back.

## What to do

See which keys differ:

\`\`\`sh
plane-operator keys fingerprint -n NAMESPACE NAME
kubectl -n NAMESPACE get secret SECRET -o yaml --show-managed-fields
\`\`\`

Put the old values back: from a backup of the Secret, or from an export. \`keys import\` never overwrites a value, so the changed
Secret has to go first:

\`\`\`sh
kubectl -n NAMESPACE delete secret SECRET
plane-operator keys import -f plane-keys.jwe --key key.pem -n NAMESPACE NAME
\`\`\`

Without an export, the copies that pods run on hold the old values: see \`plane-operator explain KeysMissing\`.
A change on purpose, of a store's password for one, is not carried out by the operator.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  KeysExported: `# Condition KeysExported

## What it means

The generated keys without which stored data cannot be read were exported with \`plane-operator keys export\`, as they are now, so that
they can outlive the cluster. Whether the exported file still exists is not known here. Ready does not depend on it.

## Values

- True: every generated Secret was exported as it is now.
- False: one was never exported, or got a key since. A warning: lose the Secret now, and the data is lost with it.
- Unknown: a Secret is gone, and with it the note of its export.

The condition is left out while nothing is accepted, while the resource is being deleted, and where no key is irreplaceable.

## Reasons

- \`Exported\` (True): the keys are those that were exported last.
- \`NotExported\` (False): some are not.
- \`KeysMissing\` (Unknown): a generated Secret is gone.

## How to look at it

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="KeysExported")].message}{"\\n"}'
plane-operator keys fingerprint -n NAMESPACE NAME
\`\`\`
`,
  KeysMissing: `# KeysMissing

## What it means

A generated Secret, or a key of it that is never drawn twice, is gone while data that needs it may exist: a volume claim of the
installation is there, or a spec of it was accepted before. The finding names the Secret. New keys would make encrypted rows of
the database unreadable, or lock the product out of its own store, so none are drawn.

## What still works

Pods go on as they are: they run on copies of the values. The operator writes nothing until the keys are back.

## What to do

Bring the exported keys back, or apply a backup of the Secret. \`keys import\` changes nothing that is there:

\`\`\`sh
plane-operator keys import -f plane-keys.jwe --key key.pem -n NAMESPACE NAME
\`\`\`

Without a file: while the installation is there, its copies still hold the values. \`SECRET_KEY\` and \`AES_SECRET_KEY\` are in
\`NAME-app-secrets-…\`, passwords in \`NAME-postgres-env-…\`, \`NAME-rabbitmq-env-…\`, \`NAME-minio-env-…\`, and \`MACHINE_SIGNATURE\` is in
the ConfigMap \`NAME-app-vars-…\`. Make a Secret of the name in the finding from them:

\`\`\`sh
kubectl -n NAMESPACE get secrets,configmaps -l airgapped.dev/installation=NAME
kubectl -n NAMESPACE create secret generic SECRET --from-file=KEY=FILE
\`\`\`

When the data is gone as well, delete the PlaneInstallation and its volume claims, and create it anew. When the keys are lost for
good, delete the PlaneInstallation (its claims stay), make the Secret by hand with new values, and create it anew: what the old keys
encrypted stays unreadable.

## How to see that it is over

The operator sees the Secret at once when it appears:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  KubernetesUnsupported: `# KubernetesUnsupported

## What it means

The API server is of a version that this operator was not tested on: it supports Kubernetes 1.31, 1.32 and 1.33.

## What still works

What was accepted before goes on being tended, drift and certificates included, and then this is a note beside \`Ready\`. Fewer
pods and other settings are carried out. A new installation, a new release, a part more, or more pods of one are refused.

## What to do

See which version it is, and which of the operator runs:

\`\`\`sh
kubectl version
kubectl -n OPERATOR_NAMESPACE get deployment -l app.kubernetes.io/name=plane-operator -o wide
\`\`\`

Upgrade the operator to one that supports it before you go on; a cluster is upgraded after its operator, not before. Until
then take back what grew: the findings name the fields.

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.rule}{" "}{.path}{"\\n"}{end}'
\`\`\`

## How to see that it is over

The version is asked for every ten minutes, and by a new operator at once. The finding is then gone:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=15m
\`\`\`
`,
  LicenseBlocksGrowth: `# LicenseBlocksGrowth

## What it means

\`spec.license.enforcement\` is \`BlockGrowth\`, and a changed spec asks for more than was accepted while the licence does not permit
growth: more replicas or a larger \`maxReplicas\`, another part, an upgrade to another minor release, or something that needs an add-on.

## What still works

Everything that was accepted goes on and is tended, byte for byte; an autoscaler keeps its range. Patches of the release, other images,
fewer pods and other nodes are never held back.

## What to do

See what was refused and why. Then take it back, renew the licence, or let the operator only report:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.rule} {.path}: {.message}{"\\n"}{end}'
kubectl -n NAMESPACE patch plane NAME --type=merge -p '{"spec":{"license":{"enforcement":"Report"}}}'
\`\`\`

## How to see that it is over

The spec is accepted by itself once the licence permits it:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=5m
\`\`\`
`,
  LicenseClockSuspect: `# LicenseClockSuspect

## What it means

The clock is more than a day behind a moment that was seen before, or the licence says that it was issued in the future. Until the
clock is right, licences are judged by the latest moment that was seen: nothing ends early, and nothing is extended.

## What still works

Everything. The operator stops, shrinks or deletes nothing because of a licence.

## What to do

Compare the clock of the operator's node with one that you trust, and set it. If it is right now, and was ahead by mistake before, say
so, with the time as it is now:

\`\`\`sh
date --utc
kubectl -n OPERATOR_NAMESPACE annotate secret plane-operator-license-memory --overwrite airgapped.dev/clock-is-right=VALUE
\`\`\`

VALUE is like 2027-01-31T08:00:00Z and at most a day away from the clock. It counts once; what was seen of later times is then not believed.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=LicenseValid --timeout=1m
\`\`\`
`,
  LicenseClusterMismatch: `# LicenseClusterMismatch

## What it means

The licence is bound to clusters, by the UID of their namespace \`kube-system\`, and this is none of them. That is expected where a
cluster was built anew.

## What still works

Everything. The operator stops, shrinks or deletes nothing because of a licence. For 14 days the licence counts as if it were bound to this cluster.

## What to do

Send the vendor the UID of this cluster and have the licence issued again:

\`\`\`sh
kubectl get namespace kube-system -o jsonpath='{.metadata.uid}{"\\n"}'
\`\`\`

\`\`\`sh
kubectl -n NAMESPACE create secret generic SECRET --from-file=license=FILE --dry-run=client -o yaml | kubectl -n NAMESPACE apply -f -
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=LicenseValid --timeout=1m
\`\`\`
`,
  LicenseCurrent: `# LicenseCurrent

## What it means

The licence was signed by a pinned key, is for this installation, and does not end within 60 days.

## What still works

Everything. The operator stops, shrinks or deletes nothing because of a licence.

## What to do

Nothing. To see until when it holds:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="LicenseValid")].message}{"\\n"}'
\`\`\`

## How to see that it is over

It stays so until 60 days before the end; then the reason is LicenseExpiring.
`,
  LicenseExpired: `# LicenseExpired

## What it means

The licence and its days of grace have ended.

## What still works

Everything. The operator stops, shrinks or deletes nothing because of a licence.

## What to do

Put the renewed licence into the Secret, under the key that the spec names. Patches, other nodes and everything that is not growth
can be done meanwhile:

\`\`\`sh
kubectl -n NAMESPACE create secret generic SECRET --from-file=license=FILE --dry-run=client -o yaml | kubectl -n NAMESPACE apply -f -
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=LicenseValid --timeout=1m
\`\`\`
`,
  LicenseExpiring: `# LicenseExpiring

## What it means

The licence is valid and ends soon. It is said, with one event each time, 60, 30, 14, 7 and 1 days before. Where the product reads
its own file, the date is the one that an administrator has declared.

## What still works

Everything, also after the end: 14 days of grace follow, and what runs is never stopped.

## What to do

Ask the vendor for the next licence. Look at it before you use it, on any machine and without a network:

\`\`\`sh
plane-operator license inspect --keys KEYS.pem --token NEW.jwt
\`\`\`

Then put it into the Secret, under the key that the spec names. It is judged within seconds:

\`\`\`sh
kubectl -n NAMESPACE create secret generic SECRET --from-file=license=FILE --dry-run=client -o yaml | kubectl -n NAMESPACE apply -f -
\`\`\`

## How to see that it is over

LicenseValid is True again, with a later date:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=LicenseValid --timeout=1m
\`\`\`
`,
  LicenseInGrace: `# LicenseInGrace

## What it means

The licence has ended. For 14 days, or as many as the licence itself grants, nothing changes: a renewal that is late is no outage.

## What still works

Everything. The operator stops, shrinks or deletes nothing because of a licence. Growth too, until the days of grace are over.

## What to do

Put the renewed licence into the Secret, under the key that the spec names:

\`\`\`sh
kubectl -n NAMESPACE create secret generic SECRET --from-file=license=FILE --dry-run=client -o yaml | kubectl -n NAMESPACE apply -f -
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=LicenseValid --timeout=1m
\`\`\`
`,
  LicenseInvalid: `# LicenseInvalid

## What it means

What the Secret holds is no licence that a pinned public key has signed, or a claim in it is wrong. The message says which. A good
licence that was there before stays in force to its own end. Often the wrong file was pasted, or the vendor uses a newer key.

## What still works

Everything. The operator stops, shrinks or deletes nothing because of a licence.

## What to do

Read the message, and look at the token where you have it:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="LicenseValid")].message}{"\\n"}'
\`\`\`

\`\`\`sh
plane-operator license inspect --keys KEYS.pem --token NEW.jwt
\`\`\`

Then put the right one into the Secret:

\`\`\`sh
kubectl -n NAMESPACE create secret generic SECRET --from-file=license=FILE --dry-run=client -o yaml | kubectl -n NAMESPACE apply -f -
\`\`\`

A new key of the vendor goes into the operator's namespace, never into the Secret of the licence: whoever can replace a licence could
then replace the key.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=LicenseValid --timeout=1m
\`\`\`
`,
  LicenseKeys: `# LicenseKeys

## What it means

Something in the Secrets with keys, in the operator's own namespace, cannot be used: a text that is no public key, two keys of one
name, or a revocation list that no key has signed. It counts for nothing; the other keys do.

## What still works

Everything, also every licence that a good key has signed.

## What to do

Look at what is there. Each entry is a public key in PEM, called by its file name, a list of keys in JSON, or a signed list ending in \`.jwt\`:

\`\`\`sh
kubectl -n OPERATOR_NAMESPACE get secrets -l airgapped.dev/license=keys
kubectl -n OPERATOR_NAMESPACE describe secrets -l airgapped.dev/license=keys
\`\`\`

Never put a private key there.

## How to see that it is over

The finding is gone within seconds.
`,
  LicenseLimitsExceeded: `# LicenseLimitsExceeded

## What it means

The licence is valid, and more is in use or asked for than it permits: a part that needs an add-on, or data kept for longer. Users
and credits are counted by the product alone.

## What still works

Everything. The operator stops, shrinks or deletes nothing because of a licence.

## What to do

See what exceeds it; then ask for less in the spec, or have a larger licence issued:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="LicenseValid")].message}{"\\n"}'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=LicenseValid --timeout=1m
\`\`\`
`,
  LicenseMissing: `# LicenseMissing

## What it means

The Secret that \`spec.license.secretRef\` names does not exist, or lacks the key. A licence that was read before stays in force to
its own end.

## What still works

Everything. The operator stops, shrinks or deletes nothing because of a licence.

## What to do

Make the Secret, with the key that the spec names (\`license\` when it names none):

\`\`\`sh
kubectl -n NAMESPACE create secret generic SECRET --from-file=license=FILE --dry-run=client -o yaml | kubectl -n NAMESPACE apply -f -
\`\`\`

## How to see that it is over

Within seconds the reason is another one:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="LicenseValid")].reason}{"\\n"}'
\`\`\`
`,
  LicenseNotGiven: `# LicenseNotGiven

## What it means

\`spec.license\` is left out of the accepted spec. The product then runs as it does without a licence.

## What still works

Everything that the product permits without a licence. The operator does not depend on one.

## What to do

Without a licence to give: nothing. With one, put the file into a Secret and name it:

\`\`\`sh
kubectl -n NAMESPACE create secret generic SECRET --from-file=license=FILE
kubectl -n NAMESPACE patch plane NAME --type=merge -p '{"spec":{"license":{"secretRef":{"name":"SECRET"}}}}'
\`\`\`

The file has to be text of at most 262,144 bytes. Another key than \`license\` is named in \`spec.license.secretRef.key\`.

## How to see that it is over

The reason of LicenseValid is NotVerifiable:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="LicenseValid")].reason}{"\\n"}'
\`\`\`
`,
  LicenseNotJudged: `# LicenseNotJudged

## What it means

The operator cannot read the Secrets of its own namespace in which the keys of licences are, so it says nothing of the licence. Growth
is not held back by what cannot be judged.

## What still works

Everything.

## What to do

See whether the operator may read and watch Secrets in its own namespace:

\`\`\`sh
kubectl -n OPERATOR_NAMESPACE auth can-i list secrets --as=system:serviceaccount:OPERATOR_NAMESPACE:plane-operator
kubectl -n OPERATOR_NAMESPACE auth can-i watch secrets --as=system:serviceaccount:OPERATOR_NAMESPACE:plane-operator
\`\`\`

## How to see that it is over

Another reason within a minute:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="LicenseValid")].message}{"\\n"}'
\`\`\`
`,
  LicenseNotYetValid: `# LicenseNotYetValid

## What it means

The licence begins later than now, and there is none before it.

## What still works

Everything. The operator stops, shrinks or deletes nothing because of a licence.

## What to do

Wait, or ask the vendor for one that begins earlier. If the date is in the past, the clock of the operator's node is wrong:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="LicenseValid")].message}{"\\n"}'
\`\`\`

## How to see that it is over

When it begins, by itself:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=LicenseValid --timeout=1m
\`\`\`
`,
  LicenseRevoked: `# LicenseRevoked

## What it means

The vendor has put the identifier of the licence on a signed revocation list that this cluster was given.

## What still works

Everything. The operator stops, shrinks or deletes nothing because of a licence.

## What to do

Ask the vendor why, and for another licence. Then put that into the Secret:

\`\`\`sh
kubectl -n NAMESPACE create secret generic SECRET --from-file=license=FILE --dry-run=client -o yaml | kubectl -n NAMESPACE apply -f -
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=LicenseValid --timeout=1m
\`\`\`
`,
  LicenseShared: `# LicenseShared

## What it means

Two installations of this cluster have a licence with the same identifier. Whether the contract permits that is not for the operator
to know. Across clusters, compare \`status.license.binding\`, which differs from cluster to cluster, and \`status.license.jti\`.

## What still works

Everything.

## What to do

See who has which:

\`\`\`sh
kubectl get plane --all-namespaces
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.license.jti} {.status.license.binding}{"\\n"}'
\`\`\`

Give each installation a licence of its own, if the contract asks for that.

## How to see that it is over

The finding is gone a day later at the latest, or when the resource changes.
`,
  LicenseSuperseded: `# LicenseSuperseded

## What it means

The licence was issued before one that was accepted already. Going back to an older one by accident would bring back limits and
dates that no longer hold, so the newest that is known stays in force.

## What still works

Everything. The operator stops, shrinks or deletes nothing because of a licence.

## What to do

Put the newest licence into the Secret:

\`\`\`sh
kubectl -n NAMESPACE create secret generic SECRET --from-file=license=FILE --dry-run=client -o yaml | kubectl -n NAMESPACE apply -f -
\`\`\`

To go back all the same, say so with the identifier (\`jti\`) of the older licence, which \`license inspect\` prints:

\`\`\`sh
kubectl -n NAMESPACE annotate secret SECRET --overwrite airgapped.dev/accept-older-licence=VALUE
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=LicenseValid --timeout=1m
\`\`\`
`,
  LicenseTenantMismatch: `# LicenseTenantMismatch

## What it means

The licence was issued for another tenant than the one that the spec names. Names are compared as they are: capital letters,
spaces and letters of other alphabets that look alike make another tenant.

## What still works

Everything. The operator stops, shrinks or deletes nothing because of a licence.

## What to do

See both names, then correct the spec or have the licence issued again:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="LicenseValid")].message}{"\\n"}'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=LicenseValid --timeout=1m
\`\`\`
`,
  LicenseValid: `# Condition LicenseValid

## What it means

The licence permits what runs. Ready does not depend on it, and nothing is stopped, shrunk or deleted because of a licence.

## Values

- True: a pinned key has signed it, and it is valid.
- False: it is not; \`spec.license.enforcement\` decides whether growth is held back.
- Unknown: the operator cannot tell, as for Plane, which alone can read its file. It is no reason for an alert.

## Reasons

- \`LicenseCurrent\` (True): valid, and it does not end soon.
- \`LicenseExpiring\` (True): valid, and it ends soon.
- \`LicenseInGrace\` (False): it ended a short while ago; everything goes on as before.
- \`LicenseExpired\` (False): it ended, and so did its grace.
- \`LicenseNotYetValid\` (False): it begins later.
- \`LicenseMissing\` (False): the Secret or its key does not exist.
- \`LicenseInvalid\` (False): no licence that a pinned key has signed, or no file at all.
- \`LicenseRevoked\` (False): its vendor has revoked it.
- \`LicenseTenantMismatch\` (False): it is for another tenant.
- \`LicenseClusterMismatch\` (False): it is bound to another cluster.
- \`LicenseSuperseded\` (False): it is older than one that was accepted.
- \`LicenseLimitsExceeded\` (False): more is asked for than it permits.
- \`LicenseClockSuspect\` (Unknown): the clock cannot be believed.
- \`LicenseNotJudged\` (Unknown): the operator cannot read its keys.
- \`NotVerifiable\` (Unknown): a licence file is given; only the product can judge it.
- \`LicenseNotGiven\` (Unknown): \`spec.license\` is left out.

## How to look at it

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.license}{"\\n"}'
\`\`\`
`,
  MetadataAddress: `# MetadataAddress

## What it means

The address or name is that of a cloud's metadata service, which hands out credentials. No AirgapPolicy can list it.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Take it out. Credentials come from a Secret.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy, and URL holds the text:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind url --policy policy.json "$URL"
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  MetricsMissing: `# MetricsMissing

## What it means

A part has \`autoscaling\`, and the cluster does not serve the metrics by which an autoscaler sees how busy pods are. \`check\` says
this; a running operator does not look.

## What still works

Everything. The autoscaler brings a part to \`minReplicas\` and leaves it there or where it stands: it neither adds a pod for load
nor takes one away.

## What to do

metrics-server serves these metrics. Its image is in the images manifest under \`companions\`; the operator never installs it.
See whether it is there, and why it does not answer:

\`\`\`sh
kubectl get apiservices | grep metrics
kubectl -n kube-system get deployment metrics-server
\`\`\`

Or give the part a number of its own with \`replicas\` in place of \`autoscaling\`.

## How to see that it is over

The autoscaler shows a percentage where it had \`<unknown>\`:

\`\`\`sh
kubectl -n NAMESPACE get hpa
\`\`\`
`,
  MigrationFailed: `# MigrationFailed

## What it means

The migration Job of the accepted release failed by itself: a database that does not answer, and a pod that a node took away, are
not counted. The message holds the reason that the Job gives. Nothing changes until
somebody acts: the condition Stalled says so.

## What still works

Pods of the release before go on running, against a schema that may be partly changed. No part that waits for the migration is
created or changed. The operator sets back what somebody changes.

## What to do

Read why it failed, and mend the cause (no room on the database's volume, rights of its user):

\`\`\`sh
kubectl -n NAMESPACE get jobs -l airgapped.dev/installation=NAME,app.kubernetes.io/component=migration
kubectl -n NAMESPACE logs -l app.kubernetes.io/instance=NAME,app.kubernetes.io/component=migration --all-containers --tail=200
\`\`\`

Then delete the failed Job; the operator makes it again and so tries the migration once more:

\`\`\`sh
kubectl -n NAMESPACE delete job JOB
\`\`\`

An older release in \`spec.version\` is not a way out: it is refused as a Downgrade. The way back is a backup of the database,
restored under a new resource.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=DatabaseMigrated --timeout=60m
\`\`\`
`,
  MigrationPending: `# MigrationPending

## What it means

The migration of the accepted release is held back, because a part that it needs is not ready, or because the
migration of an earlier spec still runs: two at once would work on one database. The message names the parts, or the Job.

## What still works

Pods of the release before go on running. The operator applies the parts that the migration waits for, and starts it by itself
when they are ready.

## What to do

Look at the parts that the message names, PART in the commands:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="DatabaseMigrated")].message}{"\\n"}'
kubectl -n NAMESPACE describe pods -l app.kubernetes.io/instance=NAME,app.kubernetes.io/component=PART
kubectl -n NAMESPACE get pvc -l airgapped.dev/installation=NAME
\`\`\`

A store whose pod is Pending mostly waits for its volume: the StorageClass cannot provide it, or no node has room.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=DatabaseMigrated --timeout=30m
\`\`\`
`,
  MigrationRunning: `# MigrationRunning

## What it means

The migration Job of the accepted release was applied and has not finished. Before it begins, its init container
\`wait-for-database\` asks for a connection; while the database does not answer, the Job is tried again and does not fail.

## What still works

Pods of the release before go on running. Parts that wait for the migration are not changed until it has completed.

## What to do

Nothing but wait: a large database takes its time. Do not delete the Job while it works. To watch it:

\`\`\`sh
kubectl -n NAMESPACE get jobs -l airgapped.dev/installation=NAME,app.kubernetes.io/component=migration
kubectl -n NAMESPACE logs -l app.kubernetes.io/instance=NAME,app.kubernetes.io/component=migration --all-containers --tail=100
\`\`\`

A Job without a running pod: \`kubectl -n NAMESPACE describe pods -l app.kubernetes.io/instance=NAME,app.kubernetes.io/component=migration\`
shows whether its image cannot be pulled or no node has room.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=DatabaseMigrated --timeout=60m
\`\`\`
`,
  MigrationSucceeded: `# MigrationSucceeded

## What it means

The migration Job of the accepted release has completed: the database has the schema of that release. The message names the release.

## What still works

Everything. Parts that need the schema are applied now.

## What to do

Nothing. The way back to an older release is closed: see Downgrade. Keep the backup from before the upgrade.

## How to see that it is over

It is what should be. A new release in \`spec.version\` begins with a migration of its own, and so does a changed setting of the
migration itself, for which it finds nothing to do:

\`\`\`sh
kubectl -n NAMESPACE get jobs -l airgapped.dev/installation=NAME,app.kubernetes.io/component=migration
\`\`\`
`,
  MultipleHosts: `# MultipleHosts

## What it means

More than one host is named where one may be. Lists in one value are split at different characters by different clients (\`,\`,
\`;\`, white space, the first or the last \`@\`), so that one of them may see a host that nobody judged.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Name one host. For several database servers, put a Service or a proxy of the site in front of them.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind dsn --policy policy.json 'postgresql://USER:PASSWORD@HOST:5432/DATABASE'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  NameNotAllowed: `# NameNotAllowed

## What it means

The name is in no list that counts as inside for this namespace: it is no Service, no listed host, and below no listed
domain.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Use a name inside, or ask an administrator of the cluster to add the host to \`airgappolicy.spec.allowedHosts\`, or its domain to
\`airgappolicy.spec.allowedSuffixes\`. A public name that private DNS answers belongs into \`airgappolicy.spec.privateDnsNames\`.

\`\`\`sh
kubectl get airgappolicy cluster -o yaml
\`\`\`

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind host --policy policy.json 'HOST'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  NameTooLong: `# NameTooLong

## What it means

\`metadata.name\` has more than 30 characters or a dot. The names of Services and pods begin with it and may have 63 characters
in all. Mostly the API server refuses such a name at once.

## What still works

Nothing runs for this resource, and nothing was written but its finalizer and status.

## What to do

A name cannot be changed. Delete the resource and create it under a name of at most 30 characters of a-z, 0-9 and "-" that
begins with a letter and does not end in "-":

\`\`\`sh
kubectl -n NAMESPACE delete plane NAME
kubectl -n NAMESPACE apply -f FILE
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE get plane
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=30m
\`\`\`
`,
  NoAdminToken: `# NoAdminToken

## What it means

The running server answers its administrators alone, and no token of one is known: none is named in the spec, or the Secret is not there yet. Before the first login there can be none.

## What still works

Everything. Ready does not depend on it.

## What to do

Log in as an administrator, make a token, put it into a Secret of the namespace, and name that in \`spec.tenantPlane.adminToken.secretRef\`:

\`\`\`sh
kubectl -n NAMESPACE create secret generic SECRET --from-file=token=FILE
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="OfflineVerified")].message}{"\\n"}'
\`\`\`
`,
  NoPolicy: `# NoPolicy

## What it means

There is no AirgapPolicy named \`cluster\`, or it cannot be read. Without it nothing counts as inside, so every spec is
refused.

## What still works

No new spec is carried out, and no pod is touched. What was accepted before goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

An administrator of the cluster creates it. The chart of the operator brings a strict one.

\`\`\`sh
kubectl get airgappolicy cluster -o yaml
\`\`\`

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind policy --policy policy.json 'allowedSuffixes=corp.example.com'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  NodeLocalStorage: `# NodeLocalStorage

## What it means

The StorageClass keeps each volume on the disk of one node: local volumes, k3s' local-path, and the like. A pod with such a
volume can run on that node only. While the node is down its store is down, and when the disk is lost the data is lost.
The operator knows these classes by their provisioner; it does not know every driver.

## What still works

Everything. It is a note, and the spec is carried out.

## What to do

For a trial, nothing. For data that counts, one of these, before the first installation, because the class is final:

- a StorageClass of network or replicated storage in \`spec.storage.className\`;
- external stores: \`spec.database\`, \`spec.plane.cache\`, \`spec.plane.broker\`, \`spec.plane.objectStore\`;
- or backups to another machine, tried out.

\`\`\`sh
kubectl get storageclasses
kubectl -n NAMESPACE get persistentvolumeclaims -l airgapped.dev/installation=NAME
kubectl -n NAMESPACE get pods -l airgapped.dev/installation=NAME -o wide
\`\`\`

When such a node is gone for good: restore a backup. The claim has to be deleted first, for it still points to that node; then
a new pod gets an empty volume on another one:

\`\`\`sh
kubectl -n NAMESPACE delete persistentvolumeclaim data-NAME-PART-0 --wait=false
kubectl -n NAMESPACE delete pod NAME-PART-0 --force --grace-period=0
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.rule}: {.message}{"\\n"}{end}'
\`\`\`
`,
  NodeLost: `# NodeLost

## What it means

A pod with a volume should have ended, and its node does not answer, is gone, or is being taken out of service. Kubernetes
cannot know whether the pod still runs and writes, so it neither detaches the volume nor starts the pod elsewhere. It waits for a
person who knows. The finding names the pod, the node and the commands.

## What still works

Parts without a volume were started on other nodes. The part of this pod does not serve, nor do parts that need it.

## What to do

Look at the node and the pod:

\`\`\`sh
kubectl get nodes
kubectl -n NAMESPACE describe pod POD
\`\`\`

- The node comes back: nothing to do. It ends the pod, and the pod starts anew.
- The machine is certainly off: say so by the taint that the finding names. The cluster then ends the pods of that node and
  detaches their volumes. Take the taint away before the node comes back.
- For this pod alone, when you are certain that it does not run any more:

\`\`\`sh
kubectl -n NAMESPACE delete pod POD --force --grace-period=0
\`\`\`

If the machine still runs, two databases write to one volume, and the data is lost. Power it off first.
A volume on the node's own disk is lost with the node: see \`plane-operator explain NodeLocalStorage\`.

## How to see that it is over

The operator looks at the node once a minute while the pod is there:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  NotAService: `# NotAService

## What it means

The name lies in the zone of the cluster and is not the name of a Service that is there. The DNS of the cluster answers names
of pods with whatever address the name spells.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Write \`SERVICE.NAMESPACE.svc\`, and see that the Service exists.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind host --policy policy.json 'HOST'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  NotAskedYet: `# NotAskedYet

## What it means

The server is asked when it runs as accepted, and it does not yet.

## What still works

What Available says.

## What to do

Wait, or see what holds it:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="OfflineVerified")].message}{"\\n"}'
\`\`\`
`,
  NotCanonical: `# NotCanonical

## What it means

The text is not in the one form that every program reads alike. Python, Node, Go and libpq read many spellings of an address
differently, so a spelling that one reads as inside can lead another outside: an address with a leading zero, a port with a
leading zero, \`%2e\` in a host.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Write a host as a name in lower case or an address as four decimal numbers (IPv6 in brackets), with
\`scheme://host[:port][/path]\` around it where a URL is wanted.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy, and URL holds the text:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind url --policy policy.json "$URL"
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  NotExported: `# NotExported

## What it means

Generated keys on which stored data depends exist in this cluster alone: they were never exported, or a key was added or changed
since. When their Secrets are lost, rows of the database that they encrypt are lost, whatever backup there is of the database.

## What still works

Everything. It is a warning, and Ready does not depend on it.

## What to do

Make a certificate whose private key is kept somewhere else (RSA of 2048 bits or more, or P-256, P-384, P-521), and export for it:

\`\`\`sh
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj /CN=plane-keys -keyout key.pem -out cert.pem
plane-operator keys export -n NAMESPACE NAME --to cert.pem -o plane-keys.jwe
kubectl -n NAMESPACE get secrets -l airgapped.dev/installation=NAME
\`\`\`

The file can only be opened with the private key. Keep both, apart from each other and away from this cluster.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=KeysExported --timeout=1m
\`\`\`
`,
  NotFips: `# NotFips

## What it means

\`spec.images.variant\` is \`FIPS\`, and some images that run exist in one variant alone: those of embedded stores, which other
projects build, and iframely. The finding names them. All others are the vendor's FIPS images, and are told to refuse a host that
is not in FIPS mode.

## What still works

Everything. This is a note: nothing waits for it.

## What to do

Where an auditor asks for validated cryptography throughout:

- use external stores that are validated in place of embedded ones; a store that has data cannot be changed over, because the
  data would stay behind;
- switch off \`iframely\` where it is on;
- or name images of your own in \`spec.images.overrides\`; the note stays, because the operator cannot see what they are.

Pods of the FIPS images that end at once are on nodes that are not in FIPS mode. The kernel of a node says \`1\` where it is:

\`\`\`sh
cat /proc/sys/crypto/fips_enabled
\`\`\`

Choose the nodes with \`nodeSelector\` of each part.

## How to see that it is over

The note is gone:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.findings}'
\`\`\`
`,
  NotHighlyAvailable: `# NotHighlyAvailable

## What it means

\`spec.profile\` is \`HighAvailability\`, and something that everybody needs hangs on one pod: an embedded store, or web, api, live or
worker with fewer than two pods. As a note: such a part belongs to another scaler, whose least number the operator cannot see.

## What still works

Nothing of this spec is carried out yet, unless it is only a note. The spec that was accepted last goes on being tended.

## What to do

For the path of each finding:

- an embedded store: \`external\`, a store of the site that outlives a node. Embedded or external is final for each store, because
  data would stay behind; an installation that has embedded stores stays in the profile \`Standard\` until its data is moved to a
  new one;
- \`replicas\` or \`autoscaling.minReplicas\`: two or more, or leave the number out: the release's default is two in this profile;
- \`scaledBy\`: let the other scaler keep two pods or more.

Two nodes are needed for any of this to help: pods of a part are spread over nodes where there are several. beatWorker and monitor
are one pod each in every profile, as the product wants it; they start again on another node, the monitor with its volume, so its
StorageClass should not keep volumes on one node's disk.

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.severity} {.rule} {.path}: {.message}; {.fix}{"\\n"}{end}'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
kubectl -n NAMESPACE get poddisruptionbudgets
\`\`\`
`,
  NotLocked: `# NotLocked

## What it means

The release has no lock of digests: pods run by tag, and it is not proven that the internal registry holds every image, or the
right one. Nothing is wrong with the installation; Ready does not depend on it.

## What still works

Everything.

## What to do

Nothing has to be done. To compare by hand what runs with what was mirrored, list the digests that the nodes have pulled:

\`\`\`sh
kubectl -n NAMESPACE get pods -l app.kubernetes.io/instance=NAME -o jsonpath='{range .items[*]}{.metadata.name}{"\\t"}{.status.containerStatuses[*].imageID}{"\\n"}{end}'
\`\`\`

An image that is missing in the registry shows as ErrImagePull of a pod, and Ready says Progressing. Where an image lies
elsewhere than its source path says, name it in \`spec.images.overrides\`.

## How to see that it is over

It stays as long as the release has no lock. This version of the operator shows no other reason here.
`,
  NotOffline: `# NotOffline

## What it means

The running server answers, and does not say that it is offline. The operator renders ATLASAI_OFFLINE_MODE=1 and no CONTROL_PLANE_BASE_URL, so either the image is another product or does not know the mode.

## What still works

What runs goes on. NetworkPolicies and the cluster's own firewall are what holds packets back.

## What to do

See which image runs, and what it reads:

\`\`\`sh
kubectl -n NAMESPACE get deployment -l airgapped.dev/installation=NAME -o wide
kubectl -n NAMESPACE get configmap -l airgapped.dev/installation=NAME -o yaml
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="OfflineVerified")].message}{"\\n"}'
\`\`\`
`,
  NotServing: `# NotServing

## What it means

A part that was accepted has no ready pod, or has fewer than it wants and its rollout has failed. The message names the parts.
During the first installation this is normal until all pods are up. A part that somebody scaled to zero counts as well.

## What still works

The parts that are not named. The operator goes on: objects are applied and set back as the spec asks.

## What to do

Find out why the pods of the part are not ready:

\`\`\`sh
kubectl -n NAMESPACE get pods -l app.kubernetes.io/instance=NAME,app.kubernetes.io/component=PART
kubectl -n NAMESPACE describe pods -l app.kubernetes.io/instance=NAME,app.kubernetes.io/component=PART
kubectl -n NAMESPACE logs -l app.kubernetes.io/instance=NAME,app.kubernetes.io/component=PART --all-containers --tail=100
\`\`\`

A part that was scaled to zero: \`kubectl -n NAMESPACE scale deployment DEPLOYMENT --replicas=1\`. A part in the state Held
waits for the part that its message names; mend that one first.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Available --timeout=10m
\`\`\`
`,
  NotVerifiable: `# NotVerifiable

## What it means

\`spec.license\` names a licence file and its Secret is there. The file is in the product's own format, and only the product can
judge it. The operator does not know until when it holds or what it permits; \`spec.license.declaredExpiry\` lets it warn you all the same.

## What still works

Everything. The operator stops, shrinks or deletes nothing because of a licence.

## What to do

Upload the file once in the product, where it is judged, for each version that needs a new one. \`spec.license.plan\` says where, and
status says how:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.license.steps[*]}{@}{"\\n"}{end}'
\`\`\`

To get the file out of the Secret (the key is \`license\` unless
\`spec.license.secretRef.key\` names another):

\`\`\`sh
kubectl -n NAMESPACE get secret SECRET -o jsonpath='{.data.license}' | base64 -d > license
\`\`\`

## How to see that it is over

It stays, also with a valid licence: whether the licence is active is shown in the product alone.
`,
  NothingAccepted: `# NothingAccepted

## What it means

No spec of this resource was ever accepted, so nothing runs for it. The same reason is shown while the resource is being
deleted, and when the very first pass failed (Ready says ProgressingWithRetry).

## What still works

Volumes and generated Secrets of an earlier resource of the same name are left alone. The operator goes on judging the spec.

## What to do

Look at Ready first. Refused and Waiting: mend the findings. ProgressingWithRetry: see that page; to see what runs meanwhile:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.conditions[*]}{.type}={.status} {.reason}: {.message}{"\\n"}{end}'
kubectl -n NAMESPACE get deployments,statefulsets,jobs -l airgapped.dev/installation=NAME
\`\`\`

## How to see that it is over

\`status.acceptedGeneration\` is there, and the reason of Available is another:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Available --timeout=10m
\`\`\`
`,
  OfflineConfirmed: `# OfflineConfirmed

## What it means

The running server was asked for its licence and says that it is offline and that the licence is active.

## What still works

Everything.

## What to do

Nothing. It is asked again every six hours, and whenever something of the installation changes.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="OfflineVerified")].message}{"\\n"}'
\`\`\`
`,
  OfflineVerified: `# Condition OfflineVerified

## What it means

The running product says that it is offline and that its licence is active. Ready does not depend on it, and nothing is restarted because of it.

## Values

- True: it says so.
- False: it says otherwise.
- Unknown: it was not asked, or did not answer.

The condition is left out for products that are asked nothing, and while what is asked is not what runs.

## Reasons

- \`OfflineConfirmed\` (True): it says so.
- \`NotOffline\` (False): it does not say that it is offline.
- \`ProductLicenseInactive\` (False): it does not call its licence active.
- \`NoAdminToken\` (Unknown): nobody has given a token.
- \`TokenRejected\` (Unknown): the token is not taken.
- \`ProductUnreachable\` (Unknown): there was no answer that may be read.
- \`NotAskedYet\` (Unknown): it does not run as accepted yet.

## How to look at it

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="OfflineVerified")].message}{"\\n"}'
\`\`\`
`,
  OpenNetwork: `# OpenNetwork

## What it means

The object lets packets leave to addresses that do not count as inside: \`0.0.0.0/0\`, or an exception list that is exactly the
outside.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

List the blocks that are really needed.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind object --policy policy.json "$(kubectl get KIND NAME -o json)"
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  OverridingParameter: `# OverridingParameter

## What it means

A parameter of the URL could name another host, or is none that is known to be safe: libpq dials \`host=\` and \`hostaddr=\` in
place of the host that is written in front.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Keep only parameters that the finding names as accepted, such as \`sslmode\`, \`sslrootcert\`, \`connect_timeout\`,
\`application_name\`.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind dsn --policy policy.json 'postgresql://USER:PASSWORD@HOST:5432/DATABASE'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  PartFailed: `# PartFailed

## What it means

A part of the accepted spec failed. Either a Job gave up after its retries, for example the one that makes the bucket, or a Deployment made no progress before its deadline. \`Ready\` is False. After a failed Job \`Stalled\` is True, because nobody tries a finished Job again.

## What still works

Everything that was ready before goes on. Parts that wait for the failed one are held as they are. Drift of the other parts is mended.

## What to do

See which part failed, and why:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.components[?(@.state=="Failed")]}{.name}: {.message}{"\\n"}{end}'
kubectl -n NAMESPACE get pods -l app.kubernetes.io/instance=NAME
kubectl -n NAMESPACE logs -l app.kubernetes.io/component=PART --tail=50
\`\`\`

Mend what the log names. After a failed Job, remove it; the operator makes it again:

\`\`\`sh
kubectl -n NAMESPACE delete job JOB
\`\`\`

A Deployment needs nothing more: it becomes ready when its pods do.

## How to see that it is over

The part is \`Ready\` in \`status.components\`, and \`Ready\` is True.
`,
  PassFailed: `# PassFailed

## What it means

An event that is sent when Ready turns to ProgressingWithRetry, or its message changes: a pass ended by an error outside the spec, or the API server
refused objects. The note of the event is the message of Ready.

## What still works

Pods that run go on. Refused objects are tried again every 15 seconds; a failed pass after a pause that doubles from
5 milliseconds up to 1,000 seconds, and at once when something changes. After a restart of the operator the pauses begin anew.

## What to do

Single events come and go with a restarting API server and need nothing. When they keep coming:

\`\`\`sh
kubectl -n NAMESPACE get events --field-selector involvedObject.name=NAME,reason=PassFailed
kubectl get leases -A --field-selector metadata.name=plane-operator
kubectl -n OPERATOR_NAMESPACE logs POD | grep 'pass failed'
\`\`\`

The lease names the pod of the operator that leads. \`plane-operator explain ProgressingWithRetry\` says more.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  PolicyTooWide: `# PolicyTooWide

## What it means

An entry of the AirgapPolicy would let in what belongs to everybody: a public suffix, the apex of a provider, \`0.0.0.0/0\`, or
a wildcard. Such an entry lets nothing in; the others count.

## What still works

Everything that the other entries let in. The finding is a note: it stands in the way of nothing.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Name the host or the domain that is your own, or the block that is really inside. Public address space that your isolated
network uses takes \`airgappolicy.spec.publicRangesAcknowledged: true\` besides.

\`\`\`sh
kubectl get airgappolicy cluster -o yaml
\`\`\`

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind policy --policy policy.json 'allowedSuffixes=corp.example.com'
\`\`\`

## How to see that it is over

The note is gone from \`status.findings\`.
`,
  PriorityClassMissing: `# PriorityClassMissing

## What it means

The PriorityClass in \`priorityClassName\` of a part does not exist. The API server refuses every pod that names it.

## What still works

Nothing of this spec is carried out yet. The spec that was accepted last goes on being tended. When this very spec was
accepted before and the class went away later, pods that run go on; new ones are not made until the class is there again.

## What to do

See what the cluster has, and create the class that is named, or name another:

\`\`\`sh
kubectl get priorityclasses
kubectl create priorityclass CLASS --value=1000
\`\`\`

A class with a higher value lets these pods push others off a full node; one with \`--preemption-policy=Never\` only puts them
first in the queue.

## How to see that it is over

The operator sees the class at once when it appears:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  ProductLicenseInactive: `# ProductLicenseInactive

## What it means

The running server is offline and does not call its licence active. Where the condition LicenseValid is True, it checks with another public key than the operator: the vendor's page calls that status invalid. Where it is not True, the licence itself has ended, is for another tenant, or was changed on the way: a token that was tampered with is told by LicenseInvalid.

## What still works

Whatever the server does without a licence.

## What to do

Compare the two conditions. With LicenseValid True, ask the vendor which public key signs this licence, and put it among the operator's keys; a licence that was uploaded in the server's own settings is one of its own, and a restart brings that of the Secret back.

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="LicenseValid")].message}{"\\n"}'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="OfflineVerified")].message}{"\\n"}'
\`\`\`
`,
  ProductSettings: `# ProductSettings

## What it means

A setting of the product itself is wrong in a way that the schema of the resource cannot say, mostly in the value of a Secret
that it names. The finding has the path, what is the case and what would be accepted. Values of Secrets are never shown.

## What still works

Nothing of this spec is carried out yet. The spec that was accepted last goes on being tended. When this very spec was
accepted before and the value was changed later, pods that run go on, but the operator writes nothing until it is right.

## What to do

Correct the Secret of that path. Often a line end slipped in: \`--from-literal\` and \`printf\` add none, \`echo\` does.

- \`spec.database.external.secretRef\`: a URL with the scheme postgresql or postgres, with user, password, host, port, database.
- \`spec.plane.cache.external.secretRef\`: a URL with the scheme redis or rediss; \`spec.plane.broker.external.secretRef\`: amqp or amqps.
- \`spec.plane.search.external.secretRef\`: \`url\` is a URL with the scheme https or http, without user and path.
- \`spec.plane.ai.database\`: Plane AI has a database of its own, which has to be given beside an external one; and it needs \`spec.plane.search\`.
- \`spec.plane.objectStore.external.secretRef\`: \`endpoint\` is a URL with the scheme https or http, \`bucket\` has 3 to 63
  characters of a-z, 0-9, "." and "-". User and password in a URL are percent-encoded.
- \`spec.plane.mail.intake.tls.secretRef\`: \`tls.crt\` is one or more certificates in PEM, \`tls.key\` the private key of the first.

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.severity} {.rule} {.path}: {.message}; {.fix}{"\\n"}{end}'
kubectl -n NAMESPACE patch secret SECRET --type=merge -p '{"stringData":{"KEY":"VALUE"}}'
\`\`\`

These are judged only when every Secret is there with its keys, so new findings may follow when those are mended.

## How to see that it is over

The operator sees the change at once:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  ProductUnreachable: `# ProductUnreachable

## What it means

The running server was asked and did not answer in ten seconds, answered with more than may be read, pointed elsewhere, or answered what is not documented. Nothing is concluded from that, nothing is restarted, and no redirect is followed. It is asked again after five minutes.

## What still works

What runs goes on.

## What to do

Look at the pods, and whether the operator's own namespace may reach them:

\`\`\`sh
kubectl -n NAMESPACE get pods -l airgapped.dev/installation=NAME
kubectl -n NAMESPACE get networkpolicy
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="OfflineVerified")].message}{"\\n"}'
\`\`\`
`,
  Progressing: `# Progressing

## What it means

The spec was accepted, its objects are being applied, and some parts are not ready yet. The message names each part and what it
waits for. A part in the state Held is applied when the parts that it waits for are ready. A part that failed
is told by PartFailed or MigrationFailed instead.

## What still works

Everything that was running before, as far as its pods are not being replaced. The operator goes on by itself with every
step that becomes possible, and sets back what somebody changes meanwhile. Nothing is pruned until all parts are ready.

## What to do

Mostly nothing. When it takes longer than pulling images and starting pods should, look at the part that the message names:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.components[*]}{.name}{"\\t"}{.state}{"\\t"}{.message}{"\\n"}{end}'
kubectl -n NAMESPACE get pods -l app.kubernetes.io/instance=NAME,app.kubernetes.io/component=PART
kubectl -n NAMESPACE describe pods -l app.kubernetes.io/instance=NAME,app.kubernetes.io/component=PART
\`\`\`

- ErrImagePull: the image is not in \`spec.images.registry\` under that path, or \`spec.images.pullSecrets\` does not open it.
- Pending: no node has room, or a volume is not bound (\`kubectl -n NAMESPACE get pvc\`).
- A Certificate that is not ready: the issuer of \`spec.certificates.issuerRef\` has not signed it.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  ProgressingWithRetry: `# ProgressingWithRetry

## What it means

A step failed for a reason outside the spec. Either the API server refused single objects (findings ApplyRefused), or the whole
pass ended by an error, for example a conflict or a connection that broke. The message of Ready says which.

## What still works

Pods that run go on. The operator tries again by itself: refused objects every 15 seconds, while all others are applied; a
failed pass after a pause that doubles from 5 milliseconds up to 1,000 seconds, and at once when something changes.
After a failed pass all other conditions, components and findings stay as they were said before: what is the case now was not
looked at.

## What to do

Read the message and end its cause. A pass that fails again and again is in the log of the operator; the lease names its pod:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="Ready")].message}{"\\n"}'
kubectl get leases -A --field-selector metadata.name=plane-operator
kubectl -n OPERATOR_NAMESPACE logs POD | grep 'pass failed'
\`\`\`

To have it tried now instead of after the pause, change anything about the resource:

\`\`\`sh
kubectl -n NAMESPACE annotate plane NAME example.com/tried-at="$(date +%s)" --overwrite
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  Pruned: `# Pruned

## What it means

An object of this resource is no longer wanted by the accepted spec and was removed: the migration Job of an older release, a
copy of settings that nothing uses, an object of a part that the spec no longer asks for.

## What still works

Everything. Objects are pruned only when all parts are ready and nothing was refused, so what replaces them already runs. Volume
claims, generated Secrets and the record of accepted specs are never pruned.

## What to do

Nothing. Which objects were removed, and which are kept:

\`\`\`sh
kubectl -n NAMESPACE get events --field-selector involvedObject.name=NAME,reason=Pruned
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.inventory[*]}{.kind}/{.name}{"\\n"}{end}'
\`\`\`

An object that was pruned and is needed by somebody else has to be made under a name and labels of its own.

## How to see that it is over

It is over when the event is there; it tells what has been done.
`,
  PublishedSecret: `# PublishedSecret

## What it means

A Secret that somebody brought holds a value that the vendor publishes as a default of its chart: one of its keys, or the password
of a store. Anybody can look it up. The finding names the field, the Secret and the key, never the value.

## What still works

Nothing of this spec is carried out yet. When the spec was accepted before, pods go on as they are, and the operator writes nothing
until the value is another.

## What to do

Give the key a random value. Where it is the login of a store, change it there first, then in the connection URL:

\`\`\`sh
openssl rand -hex 24
kubectl -n NAMESPACE patch secret SECRET --type=merge -p '{"stringData":{"KEY":"VALUE"}}'
\`\`\`

A Secret that the operator would make itself (path \`metadata.name\`) may also be removed before the first installation; it then
draws values of its own. Data that was written under a published key stays readable by that key alone: it has to be moved by the
product's own export and import, not by taking the key along.

## How to see that it is over

The operator sees the Secret at once when it changes:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  Ready: `# Condition Ready

## What it means

What was asked is so: every part has the state that the newest spec asks for. True is good. It does not depend on
ImagesAvailable or LicenseValid.

## Values

- True: done; nothing is left to do for this generation of the spec.
- False: not done yet, or not to be done; the reason says which.
- Unknown: never. Before the operator has seen a resource there are no conditions, and \`status.observedGeneration\` is -1.

## Reasons

- \`Ready\` (True): everything is as the spec asks; with \`spec.suspend\`, and nothing waits.
- \`Progressing\` (False): applied, and becoming ready.
- \`ProgressingWithRetry\` (False): a step failed for a reason outside the spec.
- \`Waiting\` (False): something that the spec names is not there yet.
- \`Refused\` (False): the spec has to change.
- \`Suspended\` (False): \`spec.suspend\` holds something back.
- \`MigrationFailed\` (False): the migration Job failed.
- \`NodeLost\` (False): a pod with a volume is held by a node that is lost.
- \`PartFailed\` (False): another Job failed, or a rollout made no progress.
- \`Deleting\` (False): the resource is being deleted.

## How to look at it

\`\`\`sh
kubectl -n NAMESPACE get plane NAME
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="Ready")].message}{"\\n"}'
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`

# Ready

## What it means

Everything that the spec asks for is so: every part has the state that the spec asks for, and no object was refused. With
\`spec.suspend\` set to true it also says that nothing waits to be carried out.

## What still works

Everything. The operator sets back fields of its objects that somebody changes, and makes objects again that somebody
deletes. It leaves alone: \`kubectl scale\` of a part without \`replicas\` in the spec, \`kubectl rollout restart\`, labels and
annotations of others. With \`spec.suspend\` set to true it writes nothing at all.

## What to do

Nothing. To see the release and the parts:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.components[*]}{.name}{"\\t"}{.state}{"\\n"}{end}'
\`\`\`

## How to see that it is over

It is what should be. When it ends, the condition Ready turns False and its reason says why.
`,
  Reconciling: `# Condition Reconciling

## What it means

The operator is working towards the spec, or waits for something and will go on by itself. Neither good nor bad: present only
while it is True. Never together with Stalled, never while Ready is True, and not while \`spec.suspend\` holds changes back.

## Values

- True: work is under way; reason and message are those of Ready.
- False, Unknown: never. The condition is left out instead.

## Reasons

- \`Progressing\` (True): parts are becoming ready.
- \`NodeLost\` (True): a pod with a volume is held by a node that is lost.
- \`PartFailed\` (True): a rollout made no progress; it goes on when its pods become ready.
- \`ProgressingWithRetry\` (True): a step failed and is tried again.
- \`Waiting\` (True): goes on when something appears that the spec names.
- \`Deleting\` (True): the resource is being taken down.

## How to look at it

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="Reconciling")].message}{"\\n"}'
\`\`\`

Waiting for long: somebody has to make what the findings name, even though the operator does not give up.
`,
  Refused: `# Refused

## What it means

At least one finding has the severity \`refuse\`: the spec cannot be carried out as it stands, and trying again will not help.
All findings are listed at once, each with its path in the resource, what is the case and what would be accepted.

## What still works

The spec that was accepted last goes on being tended, unless \`spec.suspend\` is true: changed fields are set back, deleted
objects are made again. When something speaks against that one too, pods that run go on and the operator writes nothing.
Nothing of the refused spec is carried out. Before the first acceptance nothing runs.

## What to do

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.severity} {.rule} {.path}: {.message}; {.fix}{"\\n"}{end}'
\`\`\`

Change the spec as \`fix\` says; \`plane-operator explain RULE\` has a page for each rule. To judge a file before applying it:

\`\`\`sh
plane-operator check -f FILE
\`\`\`

The spec that was accepted last, to go back to it:

\`\`\`sh
kubectl -n NAMESPACE get controllerrevisions -l airgapped.dev/installation=NAME,app.kubernetes.io/component=accepted --sort-by=.revision -o jsonpath='{.items[-1:].data.spec}{"\\n"}'
\`\`\`

## How to see that it is over

The condition Stalled is gone:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  RegistryNotAllowed: `# RegistryNotAllowed

## What it means

The registry of the image is in no list that images may come from.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Use the mirror of the site, or ask an administrator of the cluster to add it to \`airgappolicy.spec.allowedRegistries\` of the AirgapPolicy,
with its port and path.

\`\`\`sh
kubectl get airgappolicy cluster -o yaml
\`\`\`

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind image --policy policy.json 'REGISTRY/REPOSITORY:TAG'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  ReservedName: `# ReservedName

## What it means

The name is reserved for documentation, tests or another network (\`example.com\`, \`.invalid\`, \`.onion\`, \`localhost\`): a
leftover of an example, or nothing that can be proven.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Write the real name of the server.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind host --policy policy.json 'HOST'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  ResolvesOutside: `# ResolvesOutside

## What it means

The DNS answers with an address that does not count as inside. The policy asks for proof by answers for this name, and every
one of them has to lie inside.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

See what is answered, and mend the private zone; or list the block in \`airgappolicy.spec.allowedCIDRs\` where it is inside.

\`\`\`sh
kubectl get airgappolicy cluster -o yaml
\`\`\`

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind host --policy policy.json 'HOST'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  SchemeNotAllowed: `# SchemeNotAllowed

## What it means

The scheme is none that this field may have: a web address takes \`http\` or \`https\`, a database \`postgresql\`, a cache \`redis\`
or \`rediss\`, a broker \`amqp\` or \`amqps\`.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Use the scheme that the finding names. Schemes such as \`jdbc:\`, \`file:\` or \`ldapi:\` are read by other programs as something
else.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy, and URL holds the text:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind url --policy policy.json "$URL"
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  SecretKeyBinary: `# SecretKeyBinary

## What it means

The value of a key is not text: it is not UTF-8, or it holds control characters other than tab and line end. Often it is a file in
UTF-16, a certificate in DER instead of PEM, or a value that was encoded in base64 twice the wrong way round.

## What still works

Nothing of this spec is carried out yet. The spec that was accepted last goes on being tended. When this very spec was
accepted before and the value was changed later, pods that run go on, but the operator writes nothing until it is text.

## What to do

Look at the value where nobody else sees it, and write it anew as UTF-8 text:

\`\`\`sh
kubectl -n NAMESPACE get secret SECRET -o jsonpath='{.data.KEY}' | base64 -d | file -
iconv -f UTF-16 -t UTF-8 FILE > FILE.utf8
openssl x509 -inform der -in FILE -out FILE.pem
kubectl -n NAMESPACE create secret generic SECRET --from-file=KEY=FILE --dry-run=client -o yaml | kubectl apply -f -
\`\`\`

A dot in the key is written with a backslash in the path: \`{.data.tls\\.crt}\`.

## How to see that it is over

The operator sees the change at once:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  SecretKeyEmpty: `# SecretKeyEmpty

## What it means

A key that the spec needs is in its Secret and has no value. Often the file that it was made from was empty, or a variable was not set.

## What still works

Nothing of this spec is carried out yet. The spec that was accepted last goes on being tended. When this very spec was
accepted before and the value was emptied later, pods that run go on, but the operator writes nothing until there is one.

## What to do

Give it a value. How many characters the key holds now, in base64:

\`\`\`sh
kubectl -n NAMESPACE get secret SECRET -o jsonpath='{.data.KEY}' | wc -c
kubectl -n NAMESPACE patch secret SECRET --type=merge -p '{"stringData":{"KEY":"VALUE"}}'
\`\`\`

From a file: \`kubectl -n NAMESPACE create secret generic SECRET --from-file=KEY=FILE --dry-run=client -o yaml | kubectl apply -f -\`.
That replaces the keys that an earlier apply has set.

## How to see that it is over

The operator sees the change at once:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  SecretKeyMissing: `# SecretKeyMissing

## What it means

The Secret is there, but lacks a key that the spec needs. The finding lists the keys that it has; values are never shown.

## What still works

Nothing of this spec is carried out yet. The spec that was accepted last goes on being tended. When this very spec
was accepted before and what it names went away later, it goes on being tended too, as far as rendering it does not need a
value that is gone.

## What to do

Add the key:

\`\`\`sh
kubectl -n NAMESPACE patch secret SECRET --type=merge -p '{"stringData":{"KEY":"VALUE"}}'
\`\`\`

Or, where the value lies under another key, name that one: \`spec.trust.secretRef.key\`,
\`spec.database.external.secretRef.key\`, \`spec.plane.cache.external.secretRef.key\`, \`spec.plane.broker.external.secretRef.key\`.
Pull secrets, certificates and object stores have fixed keys.

## How to see that it is over

The operator sees the change at once:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  SecretKeyTooLarge: `# SecretKeyTooLarge

## What it means

The value of a key is larger than that field takes; the finding says the limit of the field. Often another file than the one that was meant was put in, or a whole bundle.

## What still works

Nothing of this spec is carried out yet. The spec that was accepted last goes on being tended. When this very spec was
accepted before and the value grew later, pods that run go on, but the operator writes nothing until it is smaller.

## What to do

See what is in it, and put in the file that was meant:

\`\`\`sh
kubectl -n NAMESPACE get secret SECRET -o jsonpath='{.data.KEY}' | base64 -d | wc -c
kubectl -n NAMESPACE create secret generic SECRET --from-file=KEY=FILE --dry-run=client -o yaml | kubectl apply -f -
\`\`\`

## How to see that it is over

The operator sees the change at once:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  SecretMissing: `# SecretMissing

## What it means

A Secret that the spec names does not exist in the namespace of the resource, or is being deleted. The path of the finding says
which field names it.

## What still works

Nothing of this spec is carried out yet. The spec that was accepted last goes on being tended. When this very spec
was accepted before and what it names went away later, it goes on being tended too, as far as rendering it does not need a
value that is gone.

## What to do

Create it in the same namespace, with the keys that the finding lists, or name another one:

\`\`\`sh
kubectl -n NAMESPACE get secrets
kubectl -n NAMESPACE create secret generic SECRET --from-file=KEY=FILE
\`\`\`

- \`spec.images.pullSecrets\`: key \`.dockerconfigjson\`, made with \`kubectl create secret docker-registry\`.
- \`spec.certificates.secretRef\` and \`spec.plane.mail.intake.tls.secretRef\`: keys \`tls.crt\` and \`tls.key\`, made with
  \`kubectl create secret tls\`.
- \`spec.trust.secretRef\`: key \`ca.crt\`.
- \`spec.database.external.secretRef\`, and those of \`spec.plane.cache\` and \`spec.plane.broker\`: key \`url\`.
- \`spec.plane.objectStore.external.secretRef\`: keys \`endpoint\`, \`region\`, \`bucket\`, \`accessKeyId\`, \`secretAccessKey\`.

## How to see that it is over

The operator sees the Secret at once when it appears:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  SeedChanged: `# SeedChanged

## What it means

The product reads some settings only when it starts for the first time, and then keeps them in its database. The spec says
another value at this place than when a spec of this resource was first accepted. It has no effect, and the field no longer
tells what is the case.

## What still works

Everything, with the value in the database. Pods that read the setting were restarted with the new one and do not look at it.

## What to do

Change the setting in God Mode, where the finding says. To end the finding, set the field back to what it was:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"\\n"}{end}'
\`\`\`

If the product has never started, for example because its migration failed from the beginning, the new value does count. Where
data of an earlier resource was adopted, neither value may be the one in the database: look in God Mode.

## How to see that it is over

The finding is gone from \`status.findings\`. It refuses nothing and keeps nothing back.
`,
  ServiceLeadsOutside: `# ServiceLeadsOutside

## What it means

The Service leads to a host that does not count as inside: by \`externalName\`, by addresses that somebody wrote into its
EndpointSlices, or by \`externalIPs\`.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Let the Service select pods, or correct where it leads.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind object --policy policy.json "$(kubectl get KIND NAME -o json)"
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  Serving: `# Serving

## What it means

Every part of the accepted spec that has pods has at least one ready pod. It says nothing about a newer spec that is refused or
waits: that is what Ready is for.

## What still works

Everything, as far as readiness of pods tells. The operator does not ask the product itself.

## What to do

Nothing. While Ready says Waiting or Refused, also look for a component named \`missing\`: objects of the accepted spec are
gone and cannot be made again until what the findings name is mended.

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.components[*]}{.name}{"\\t"}{.ready}/{.desired}{"\\t"}{.state}{"\\n"}{end}'
\`\`\`

## How to see that it is over

It is what should be. When it ends, the condition Available turns False.
`,
  SetupComplete: `# Condition SetupComplete

## What it means

The product has an owner, and the domain may be served. True is good. Ready does not depend on it: an installation can be as the
spec asks and still have its first administrator before it.

## Values

- True: \`spec.plane.setup\` is Open.
- False: it is Closed or left out, and the domain has no Ingress. The message says what to type.
- Unknown: not used.

The condition is left out while nothing is accepted, while the resource is being deleted, and after a failed pass.

## Reasons

- \`DomainOpened\` (True): the spec lets browsers in by the domain.
- \`AwaitingAdministrator\` (False): somebody has to become the first administrator, and then open the domain.

## How to look at it

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="SetupComplete")].message}{"\\n"}'
kubectl -n NAMESPACE get ingress -l airgapped.dev/installation=NAME
\`\`\`
`,
  SingleLabel: `# SingleLabel

## What it means

A name of one label is completed by the search list of whoever resolves it, also by that of the node, so nobody can say where
it leads.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Write the whole name: \`SERVICE.NAMESPACE.svc\` for a Service, or the name with its domain.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind host --policy policy.json 'HOST'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  SpecInvalid: `# SpecInvalid

## What it means

A field of the spec has the wrong type or form, is unknown or missing, or contradicts another. Mostly the API server refuses
such a spec before it is stored; the operator says it where the API server could not: names of annotations in
\`spec.ingress.annotations\`, a CustomResourceDefinition older than the operator, or \`plane-operator check\` of a file.

## What still works

Nothing of the new spec is carried out. The spec that was accepted last goes on being tended. Before the first acceptance
nothing runs.

## What to do

Every finding names the path, what stands there and what would be accepted. All of them come at once:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}: {.message}; {.fix}{"\\n"}{end}'
kubectl explain planeinstallation.spec --recursive
plane-operator check --offline -f FILE
\`\`\`

A field that is in the documentation and said to be unknown: the CustomResourceDefinition or the operator is older than
the spec. Apply the definitions that came with the operator.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  SpecialAddress: `# SpecialAddress

## What it means

The address is no destination inside a network: loopback (the pod itself), link-local, multicast, reserved or documentation
space. No AirgapPolicy can list it.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Name the server by its address or name in the site's network. What runs beside the pod is reached by the name of its Service.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy, and URL holds the text:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind url --policy policy.json "$URL"
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  Stalled: `# Condition Stalled

## What it means

Nothing will change until somebody acts. True is bad, and the condition is present only while it is True. What runs goes on:
see Available.

## Values

- True: the message says what has to change.
- False, Unknown: never. The condition is left out instead.

## Reasons

- \`Refused\` (True): the spec has to change.
- \`MigrationFailed\` (True): the migration Job failed; mend the cause and delete the Job.
- \`PartFailed\` (True): another Job failed; mend the cause and delete the Job.

## How to look at it

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="Stalled")].message}{"\\n"}'
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.severity} {.rule} {.path}: {.message}; {.fix}{"\\n"}{end}'
\`\`\`
`,
  StorageClassMissing: `# StorageClassMissing

## What it means

The StorageClass in \`spec.storage.className\` does not exist. Or the field is left out, and no StorageClass is marked as the
default one.

## What still works

Nothing of this spec is carried out yet. The spec that was accepted last goes on being tended. When this very spec was
accepted before and the class went away later, pods and their volumes go on, and drift is mended as before; a new volume stays unbound.

## What to do

See what the cluster has, and create the class that is named; or, where none is named, mark one as default:

\`\`\`sh
kubectl get storageclasses
kubectl annotate storageclass CLASS storageclass.kubernetes.io/is-default-class=true --overwrite
\`\`\`

To name another class: \`spec.storage.className\` can be neither set nor changed nor removed later, so the resource has to be
made anew. That is harmless as long as nothing was accepted (no \`status.acceptedGeneration\`):

\`\`\`sh
kubectl -n NAMESPACE delete plane NAME
kubectl -n NAMESPACE apply -f FILE
\`\`\`

## How to see that it is over

The operator sees the class at once when it appears:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  Suspended: `# Suspended

## What it means

\`spec.suspend\` is true, and something would be done without it: the spec differs from the accepted one, or a part is not ready.

## What still works

What runs goes on, and status is kept up to date. The operator writes nothing else: no object is applied, set back, made again
or pruned, whether the spec could be carried out, is refused or waits; findings are shown all the same. Deleting the resource
still takes it down.

## What to do

When the work that needed the pause is done:

\`\`\`sh
kubectl -n NAMESPACE patch plane NAME --type=merge -p '{"spec":{"suspend":false}}'
\`\`\`

Where the resource comes from Git, change \`spec.suspend\` there: false, or left out.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  TelemetryConfirmedOff: `# TelemetryConfirmedOff

## What it means

\`spec.plane.telemetryConfirmedOff\` is true: you have said that telemetry is switched off in God Mode under General. The operator
has not seen it: the setting is a row of the product's database.

## What still works

Everything.

## What to do

Nothing. Look again after an upgrade or when a backup was restored: the row could be another. If it is on again, switch it off,
or take the confirmation back until it is:

\`\`\`sh
kubectl -n NAMESPACE patch plane NAME --type=merge -p '{"spec":{"plane":{"telemetryConfirmedOff":null}}}'
\`\`\`

## How to see that it is over

It stays while the field is true.
`,
  TelemetryNotConfirmed: `# TelemetryNotConfirmed

## What it means

The product counts what is used and reports it to its vendor unless it is told not to. The switch is a row of its database, on
by default, and only the product can read or change it. Nobody has told the operator yet that it is off.

## What still works

Everything. The operator has given the product an endpoint for its traces on which nobody listens, in the pod itself, so what
the community edition sends goes nowhere. Whether the commercial images know other ways was not seen.

## What to do

Open God Mode, General, and switch telemetry off. It is the tick box of the form for the first administrator, too. Then say so:

\`\`\`sh
kubectl -n NAMESPACE patch plane NAME --type=merge -p '{"spec":{"plane":{"telemetryConfirmedOff":true}}}'
\`\`\`

Where the resource comes from Git, write it there. No pod restarts.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=TelemetrySetting --timeout=1m
\`\`\`
`,
  TelemetrySetting: `# Condition TelemetrySetting

## What it means

The product is set to send no telemetry. True is good. Ready does not depend on it.

## Values

- True: you have said so by \`spec.plane.telemetryConfirmedOff\`.
- False: not used.
- Unknown: nobody has said so. The setting is in the product's database, where the operator does not look.

The condition is left out while nothing is accepted, while the resource is being deleted, and after a failed pass.

## Reasons

- \`TelemetryConfirmedOff\` (True): the administrator has said that it is off.
- \`TelemetryNotConfirmed\` (Unknown): nobody has said so yet.

## How to look at it

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="TelemetrySetting")].message}{"\\n"}'
\`\`\`
`,
  TokenRejected: `# TokenRejected

## What it means

The running server answers 401 or 403: the token has expired, or is not an administrator's.

## What still works

Everything.

## What to do

Put a new token into the Secret that \`spec.tenantPlane.adminToken.secretRef\` names:

\`\`\`sh
kubectl -n NAMESPACE create secret generic SECRET --from-file=token=FILE --dry-run=client -o yaml | kubectl -n NAMESPACE apply -f -
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{.status.conditions[?(@.type=="OfflineVerified")].message}{"\\n"}'
\`\`\`
`,
  TornDown: `# TornDown

## What it means

The resource was deleted, and everything that belonged to it is gone. That includes its volumes and generated Secrets, if
\`spec.deletionPolicy\` was Delete; with Retain the event is DataRetained instead, unless there was no data.

## What still works

Secrets that the spec named and you made (licence, certificate, pull secret) are not touched.

## What to do

Nothing. To see that nothing is left:

\`\`\`sh
kubectl -n NAMESPACE get all,pvc,secrets,configmaps,ingresses -l airgapped.dev/installation=NAME
\`\`\`

Pods on a node that does not answer may show up there: five minutes after the deletion the operator stopped waiting for them.

## How to see that it is over

It is over when the event is there:

\`\`\`sh
kubectl -n NAMESPACE get events --field-selector involvedObject.name=NAME,reason=TornDown
\`\`\`
`,
  UnknowableValue: `# UnknowableValue

## What it means

The value is put together later (\`$(NAME)\`, base64, a template), so it cannot be judged now.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Write the value itself.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind env --policy policy.json 'NAME=VALUE'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  UnknownImageKey: `# UnknownImageKey

## What it means

An entry of \`spec.images.overrides\` has a \`key\` that the release does not have. An override that nothing uses is taken for a
misspelt one, never left out in silence. Keys may differ from release to release.

## What still works

Nothing of the new spec is carried out. The spec that was accepted last goes on being tended. Before the first acceptance
nothing runs.

## What to do

The finding names the entry and lists the keys of the release. Correct \`spec.images.overrides[].key\`, or remove the entry:
without it the image is looked for in \`spec.images.registry\` under the path of its source.

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}: {.message}; {.fix}{"\\n"}{end}'
kubectl -n NAMESPACE edit plane NAME
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  UnknownProvider: `# UnknownProvider

## What it means

The provider of the issuer or of the secret store is none that is known to stay inside.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Use one that the finding names as accepted, such as a CA issuer, HashiCorp Vault inside, or an ACME server of the site.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind object --policy policy.json "$(kubectl get KIND NAME -o json)"
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  UnknownVersion: `# UnknownVersion

## What it means

\`spec.version\` is of the right form, but this operator does not know that release, or knows it for another product.

## What still works

Nothing of the new spec is carried out. The spec that was accepted last goes on being tended, if the operator knows its
release. Everything else is judged all the same, as if the newest known release were asked for; only keys of image overrides
and the step from the accepted release are judged once the release is known.

## What to do

The finding lists every release that is known. Name one of them:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.rule}: {.fix}{"\\n"}{end}'
kubectl -n NAMESPACE patch plane NAME --type=merge -p '{"spec":{"version":"VERSION"}}'
\`\`\`

For a newer release, bring a newer operator in first. It has to be the release that was accepted, or a newer one.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=30m
\`\`\`
`,
  Unresolved: `# Unresolved

## What it means

Something that the text refers to could not be read: a name without an answer, or an issuer, Middleware or store that does
not exist. Nothing proves that it is inside.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Make what is named, or name another. The finding ends by itself when it can be read.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind host --policy policy.json 'HOST'
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  UpgradeSkipsRelease: `# UpgradeSkipsRelease

## What it means

\`spec.version\` is newer than the accepted release, but cannot be reached from it in one step: migrations of a release between
have to run first.

## What still works

Nothing of the new spec is carried out. The accepted release goes on being tended.

## What to do

The finding names the release to stop at. Its images have to be in \`spec.images.registry\` as well. Go there first:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.rule}: {.message}; {.fix}{"\\n"}{end}'
kubectl -n NAMESPACE patch plane NAME --type=merge -p '{"spec":{"version":"VERSION"}}'
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=60m
\`\`\`

Only when that one is Ready, set the release that you want. The operator looks at the accepted release alone, and a release
counts as accepted before its migration has run.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=60m
\`\`\`
`,
  UserinfoNotAllowed: `# UserinfoNotAllowed

## What it means

A user name or a password stands in a place where only a host may stand. It would be shown in status and logs, and an \`@\` is
how one host is dressed up as another.

## What still works

The spec is not carried out, and no pod is touched. The spec that was accepted last goes on being tended.

## What to do

Every place is a finding of its own, with its path:

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.path}{": "}{.message}{"; "}{.fix}{"\\n"}{end}'
\`\`\`

Take everything before the \`@\` out. Where credentials are wanted, a Secret with keys of its own holds them.

Try a text before you apply it; policy.json is the \`spec\` of the AirgapPolicy, and URL holds the text:

\`\`\`sh
kubectl get airgappolicy cluster -o jsonpath='{.spec}' > policy.json
plane-operator judge --kind url --policy policy.json "$URL"
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=EndpointsInternal --timeout=5m
\`\`\`
`,
  VolumeCannotShrink: `# VolumeCannotShrink

## What it means

The spec asks for a volume that is smaller than its claim. Kubernetes cannot take space back from a volume. As a refusal: the
size is new in the spec. As a note: the spec was accepted with this size, and somebody let the claim grow by hand since.

## What still works

Everything that runs goes on, and so does the spec that was accepted last. With a note everything of the spec is carried out; the
volume keeps what it has.

## What to do

Give the size that is there or more, or leave the size out. A spec without a size keeps the volume as it is. (With server-side apply
give the size: taking out the only member of \`embedded\` fails with "must be of type object".)

\`\`\`sh
kubectl -n NAMESPACE get persistentvolumeclaims -l airgapped.dev/installation=NAME
\`\`\`

A size that was asked for by mistake and that the storage cannot give can be taken back as long as the volume has not grown
(Kubernetes 1.32 and newer). Take the size out of the spec first, then:

\`\`\`sh
kubectl -n NAMESPACE patch persistentvolumeclaim data-NAME-PART-0 --type=merge -p '{"spec":{"resources":{"requests":{"storage":"VALUE"}}}}'
\`\`\`

For a volume that is smaller than what it holds now, move the data: back it up, install under another name, and restore.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.rule}: {.message}{"\\n"}{end}'
\`\`\`
`,
  VolumeNotBound: `# VolumeNotBound

## What it means

The spec asks for another size than an existing claim, and that claim is not bound to a volume. Kubernetes lets the size of a
claim change only once it is bound.

## What still works

What was accepted last goes on being tended. The pod that wants the claim cannot start before it is bound.

## What to do

See why it is not bound; its events say so. Often the StorageClass has no room, or its driver does not run:

\`\`\`sh
kubectl -n NAMESPACE describe persistentvolumeclaim data-NAME-PART-0
kubectl get storageclasses
\`\`\`

A claim that was never bound holds nothing. Deleting it is safe, and it is made anew with the size of the spec:

\`\`\`sh
kubectl -n NAMESPACE delete persistentvolumeclaim data-NAME-PART-0 --wait=false
kubectl -n NAMESPACE delete pod NAME-PART-0
\`\`\`

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  VolumeNotExpandable: `# VolumeNotExpandable

## What it means

The spec asks for a larger volume, and the StorageClass of its claim does not have \`allowVolumeExpansion: true\`, is gone, or was
never there. The API server would not let the claim grow.

## What still works

Nothing of the new spec is carried out. What was accepted last goes on being tended, with the volume as it is.

## What to do

See which class it is, and whether its driver can resize at all (the driver's own documentation says so):

\`\`\`sh
kubectl -n NAMESPACE get persistentvolumeclaim data-NAME-PART-0 -o jsonpath='{.spec.storageClassName}{"\\n"}'
kubectl get storageclass CLASS -o yaml
\`\`\`

If it can, an administrator allows it; this field of a StorageClass may change at any time:

\`\`\`sh
kubectl patch storageclass CLASS --type=merge -p '{"allowVolumeExpansion":true}'
\`\`\`

If it cannot (most volumes on a node's own disk), take the size back to what the finding says. For more room, install under
another name on another StorageClass and restore a backup into it.

## How to see that it is over

The operator sees the changed class at once:

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
  VolumeResizing: `# VolumeResizing

## What it means

A claim asks for more than it has, and the storage driver is at it. The finding repeats the condition of the claim. The event of
the same name says that the operator let the claim ask for more.

- \`Resizing\`: the driver grows the volume behind the claim.
- \`FileSystemResizePending\`: the volume has grown; the filesystem on it follows on the node, mostly within a minute.
- \`ControllerResizeError\`, \`NodeResizeError\`: the driver failed and tries again.

## What still works

Everything. The pod goes on with the space that it has and is not restarted. Ready does not wait for the resize.

## What to do

Mostly nothing but wait. Look at the claim and its events:

\`\`\`sh
kubectl -n NAMESPACE describe persistentvolumeclaim data-NAME-PART-0
\`\`\`

Where FileSystemResizePending stays, the driver cannot grow a mounted filesystem. Restart the pod at a quiet hour; the part does
not serve meanwhile:

\`\`\`sh
kubectl -n NAMESPACE delete pod NAME-PART-0
\`\`\`

Where an error stays, the storage behind the class is full or refuses the size. Make room there. To ask for less again, see
\`plane-operator explain VolumeCannotShrink\`.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE get persistentvolumeclaim data-NAME-PART-0 -o jsonpath='{.status.capacity.storage}{"\\n"}'
\`\`\`
`,
  Waiting: `# Waiting

## What it means

Something that the spec names is not there yet or cannot be used: a Secret, a key of it, a class, an issuer, or a name that
another object has. Each finding of severity \`wait\` says what and where. Nothing is wrong with the form of the spec.

## What still works

The spec that was accepted last goes on being tended: changed fields are set back, deleted objects are made again. When this very spec
was accepted before and what it names went away later, it goes on being tended too, as far as rendering it does not need a
value that is gone. Before the first acceptance nothing runs.

## What to do

Make what the findings name, in the namespace of the resource, or change the spec so that it names something else.

\`\`\`sh
kubectl -n NAMESPACE get plane NAME -o jsonpath='{range .status.findings[*]}{.rule} {.path}: {.message}; {.fix}{"\\n"}{end}'
plane-operator explain SecretMissing
\`\`\`

The operator sees Secrets, StorageClasses, IngressClasses and issuers at once when they appear, and looks every 15 seconds for
names that were taken, and for issuers while cert-manager is not installed.

## How to see that it is over

\`\`\`sh
kubectl -n NAMESPACE wait plane/NAME --for=condition=Ready --timeout=10m
\`\`\`
`,
};
