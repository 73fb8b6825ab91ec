/** API group of everything that is ours. */
export const GROUP = 'airgapped.dev';
/** The one served version. */
export const VERSION = 'v1alpha1';
export const API_VERSION = `${GROUP}/${VERSION}`;

/** Field manager of everything applied for an installation (server-side apply). */
export const FIELD_MANAGER = 'plane-operator';
/** Field manager of numbers of pods that were ours and are somebody else's from now on. */
export const HANDOVER_MANAGER = 'plane-operator-handover';
/** Field manager of the status subresource. */
export const STATUS_MANAGER = 'plane-operator-status';
/** Field manager of the size of claims alone: the rest of a claim belongs to the StatefulSet that made it. */
export const VOLUME_MANAGER = 'plane-operator-volume';
/** Field manager of the finalizer alone, so that releasing it touches nothing else. */
export const FINALIZER_MANAGER = 'plane-operator-finalizer';
/** Keeps a PlaneInstallation until its pods are gone and its data is kept or removed as asked. */
export const FINALIZER = `${GROUP}/teardown`;

/** Value of `app.kubernetes.io/managed-by` on everything we write. */
export const MANAGED_BY = 'plane-operator';
/** Field manager of the note on generated Secrets alone, so that their values stay whose they are. */
export const KEYS_MANAGER = 'plane-operator-keys';
/** Field manager of what the command line notes on objects. */
export const CLI_MANAGER = 'plane-operator-cli';
/** Annotation of a generated Secret: salted fingerprints of its irreplaceable keys. */
export const KEYS_ANNOTATION = `${GROUP}/keys`;
/** Annotation of a generated Secret: which keys of it were exported last. */
export const EXPORTED_ANNOTATION = `${GROUP}/keys-exported`;
/** Label of Secrets in the operator's own namespace: `keys` for public keys and revocation lists, `memory` for its own. */
export const LICENSE_LABEL = `${GROUP}/license`;
/** Name of the Secret in which the operator remembers what it has seen of time and licences. */
export const LICENSE_MEMORY = 'plane-operator-license-memory';
/** Annotation of that Secret by which an administrator says that the clock is right: the time now, RFC 3339. */
export const CLOCK_ANNOTATION = `${GROUP}/clock-is-right`;
/** Annotation of a Secret with a licence: the identifier of an older one to which somebody wants to go back. */
export const OLDER_ANNOTATION = `${GROUP}/accept-older-licence`;
/** Annotation: SHA-256 of the desired object as last applied, without this annotation. */
export const DIGEST_ANNOTATION = `${GROUP}/desired`;
/** Label: name of the PlaneInstallation an object belongs to. */
export const INSTALLATION_LABEL = `${GROUP}/installation`;
/** Label: the part of the product an object belongs to. */
export const COMPONENT_LABEL = 'app.kubernetes.io/component';
