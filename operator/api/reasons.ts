import { REFUSALS } from '../judge/reasons.ts';

/**
 * Every reason of a condition, finding and event: a closed list. Each has an offline page,
 * `explain/pages/<Reason>.md`; a test says when one is missing or left over.
 */
export const REASONS = {
  // Conditions
  Ready: 'Everything that the spec asks for is so.',
  Progressing: 'Objects were applied and are becoming ready.',
  ProgressingWithRetry: 'A step failed for a reason outside the spec and is tried again.',
  Waiting:
    'Something that the spec names is not there yet; the operator goes on by itself when it appears.',
  Refused:
    'The spec cannot be carried out as it stands; the last accepted spec goes on being tended.',
  Suspended: 'spec.suspend holds every change back.',
  Deleting: 'The resource is being deleted.',
  Serving: 'Every part that was accepted has the pods it needs.',
  NotServing: 'A part that was accepted lacks pods.',
  NothingAccepted: 'No spec of this resource was ever accepted, so nothing runs for it.',
  MigrationSucceeded: 'The database has the schema of this release.',
  MigrationRunning: 'The migration Job of this release has not finished.',
  MigrationPending: 'The migration waits for the stores it needs.',
  MigrationFailed: 'The migration Job of this release failed; nothing newer is rolled out.',
  PartFailed: 'A part failed: a Job gave up, or a rollout made no progress.',
  NotLocked: 'The release has no digests, so pods run by tag and images are not proven.',
  NotVerifiable: "The licence file is in the product's own format; only the product can judge it.",
  LicenseNotGiven: 'The spec names no licence.',
  LicenseCurrent: 'The licence is valid, and does not end soon.',
  LicenseExpiring: 'The licence ends soon.',
  LicenseInGrace: 'The licence has ended a short while ago; everything goes on as before.',
  LicenseExpired: 'The licence has ended; what runs goes on.',
  LicenseNotYetValid: 'The licence begins later.',
  LicenseMissing: 'The Secret with the licence, or its key, does not exist.',
  LicenseInvalid: 'What was given is no licence that a pinned key has signed.',
  LicenseRevoked: 'The vendor has revoked the licence.',
  LicenseTenantMismatch: 'The licence is for another tenant.',
  LicenseClusterMismatch: 'The licence is bound to another cluster.',
  LicenseSuperseded: 'The licence is older than one that was accepted before.',
  LicenseClockSuspect: 'The clock cannot be believed: it was later before.',
  LicenseLimitsExceeded: 'More is asked for than the licence permits.',
  LicenseNotJudged: 'The operator cannot read its keys now, so the licence is not judged.',
  Exported: 'The generated keys were exported as they are now.',
  NotExported:
    'Generated keys exist in this cluster alone: they were not exported as they are now.',
  CertificatesCurrent: 'Every certificate is valid, and none ends soon.',
  EndpointsInside: 'Every place that names a host was judged, and all are inside.',
  EndpointsOutside: 'A place that names a host leads outside, or is not proven to stay inside.',
  AwaitingAdministrator:
    'The domain is not served until somebody has become the first administrator.',
  DomainOpened: 'The spec lets browsers in by the domain.',
  TelemetryNotConfirmed: 'Nobody has said that telemetry was switched off in the product.',
  TelemetryConfirmedOff: 'The administrator has said that telemetry is switched off.',
  OfflineConfirmed: 'The running product says that it is offline and that its licence is active.',
  NotOffline: 'The running product does not say that it is offline.',
  ProductLicenseInactive: 'The running product does not call its licence active.',
  AIAnswers: 'The running product says that its AI works.',
  AIUnavailable: 'The running product says that its AI does not work.',
  AINotConfigured: 'The spec asks for no AI.',
  NoAdminToken: 'The product is not asked, because nobody has given a token of an administrator.',
  TokenRejected: 'The product does not take the token of the administrator.',
  ProductUnreachable: 'The product did not answer, or not in a way that may be read.',
  NotAskedYet: 'The product has not been asked yet.',
  // Findings
  SpecInvalid: 'A field has the wrong type, is unknown, or contradicts another.',
  KubernetesUnsupported: 'The operator was not tested on this version of Kubernetes.',
  UnknownVersion: 'The release is not one that this operator knows.',
  Downgrade: 'The release is older than the one that was accepted.',
  UpgradeSkipsRelease: 'The release cannot be reached in one step from the one that was accepted.',
  UnknownImageKey: 'An image override names a key that the release does not have.',
  ImmutableField: 'A field that is final was changed.',
  NameTooLong: 'The name of the resource leaves no room for the names of its children.',
  SecretMissing: 'A Secret that the spec names does not exist.',
  SecretKeyMissing: 'A Secret lacks a key that the spec needs.',
  SecretKeyEmpty: 'A key of a Secret is empty.',
  SecretKeyBinary: 'A key of a Secret is not text.',
  SecretKeyTooLarge: 'A key of a Secret is larger than it may be.',
  KeysMissing: 'Generated keys are gone, and data that needs them may exist.',
  KeysChanged: 'Generated keys on which stored data depends were changed.',
  PublishedSecret: 'A Secret holds a value that the vendor publishes as a default.',
  StorageClassMissing: 'The StorageClass does not exist, or there is no default one.',
  IngressClassMissing: 'The IngressClass does not exist.',
  PriorityClassMissing: 'The PriorityClass does not exist.',
  IssuerMissing: 'The cert-manager issuer does not exist.',
  CertificateInvalid: 'A certificate cannot be read, or is not valid yet.',
  CertificateNotAuthority: 'A certificate that is to be trusted is no authority.',
  CertificateDomainMismatch: 'The certificate of the domain is for other names.',
  CertificateKeyMismatch: 'The certificate of the domain and its key do not belong together.',
  CertificateExpiring: 'A certificate ends soon.',
  CertificateExpired: 'A certificate has ended.',
  VolumeCannotShrink: 'The spec asks for a smaller volume than the one that is there.',
  VolumeNotExpandable: 'The StorageClass of a volume that is to grow does not let it.',
  VolumeNotBound: 'The size of a claim cannot be changed before it is bound.',
  VolumeResizing: 'A volume was asked to grow and has not its new size yet.',
  NodeLost:
    'A pod with a volume does not end because its node is lost, and cannot start elsewhere.',
  NodeLocalStorage: "Volumes lie on one node's own disk, and are lost or out of reach with it.",
  NotHighlyAvailable: 'Something that the profile HighAvailability asks for has one pod.',
  NotFips: 'Some images that run have no FIPS variant.',
  MetricsMissing: 'Autoscalers cannot see how busy pods are.',
  ForeignObject: 'An object of the name we need belongs to somebody else.',
  ProductSettings: 'A setting of the product is wrong or contradicts another.',
  SeedChanged: 'A setting that the product reads only when it first starts was changed afterwards.',
  ApplyRefused: 'The API server refused an object that we applied.',
  // Findings of the judge
  ...REFUSALS,
  LicenseBlocksGrowth: 'The licence does not permit what is asked for beyond what was accepted.',
  LicenseShared: 'One licence is used by several installations.',
  LicenseKeys: 'Something that was given to check licences with cannot be used.',
  // Events
  Accepted: 'A spec was accepted and is being carried out.',
  DriftCorrected: 'Somebody changed a field of ours; it was set back.',
  Pruned: 'An object that is no longer wanted was removed.',
  TornDown: 'Everything that the resource owned is gone.',
  DataRetained: 'Volumes and generated Secrets were kept for a resource of the same name.',
  PassFailed: 'A pass ended by an error outside the spec, or the API server refused an object.',
} as const;

/** One reason of the closed list. */
export type Reason = keyof typeof REASONS;

/** Every condition type, with what it says when True. */
export const CONDITIONS = {
  Ready: 'What was asked is so.',
  Available: 'What runs serves.',
  Reconciling: 'The operator is working towards the spec (present only while so).',
  Stalled: 'Nothing will change until somebody acts (present only while so).',
  DatabaseMigrated: 'The database has the schema of the release.',
  EndpointsInternal: 'Nothing that is asked leads outside.',
  ImagesAvailable: 'Every image of the release is in the internal registry.',
  LicenseValid: 'The licence permits what runs.',
  CertificatesValid: 'Every certificate is valid, and none ends soon.',
  KeysExported: 'The generated keys were exported, so that they can outlive the cluster.',
  SetupComplete: 'The product has an owner, and the domain may be served.',
  TelemetrySetting: 'The product is set to send no telemetry.',
  OfflineVerified: 'The running product says that it is offline and its licence active.',
  AIAvailable: 'The running product says that its AI works.',
} as const;

/** One condition type of the closed list. */
export type ConditionType = keyof typeof CONDITIONS;

/** Conditions of which a product speaks, from its spec alone; all others are the engine's. */
export type ProductCondition = Extract<
  ConditionType,
  'SetupComplete' | 'TelemetrySetting' | 'OfflineVerified' | 'AIAvailable'
>;
