/** Why something is refused: a closed list. */
export const REFUSALS = {
  NotCanonical: 'The text is not written in the one form that every reader understands alike.',
  BadCharacters: 'The text holds characters that different programs read differently.',
  UserinfoNotAllowed: 'A user name or password stands where only a host may stand.',
  SchemeNotAllowed: 'The scheme is none that this kind of endpoint may have.',
  MultipleHosts: 'More than one host is named where one may be.',
  OverridingParameter: 'A parameter could name another host, or is none that is known to be safe.',
  SpecialAddress: 'The address is loopback, link-local, reserved or otherwise no destination.',
  MetadataAddress: 'The address or name is the metadata service of a cloud.',
  EmbeddedIPv4: 'The IPv6 address carries an IPv4 address, which is the real destination.',
  AddressNotAllowed: 'The address is in no block that counts as inside.',
  NameNotAllowed: 'The name is in no list that counts as inside.',
  SingleLabel: 'A name of one label depends on the search list of whoever resolves it.',
  AmbiguousName: 'A name of two labels may be a Service or a public domain.',
  NotAService: 'The name lies in the zone of the cluster and is not the name of a Service.',
  ServiceLeadsOutside: 'The Service leads to a host that does not count as inside.',
  ResolvesOutside: 'The name is answered with an address that does not count as inside.',
  Unresolved: 'What the text refers to could not be read, so nothing proves that it is inside.',
  DefaultsToExternal: 'Left like this, the software falls back to a public service.',
  ImplicitRegistry: 'The image names no registry, so a public one is taken.',
  RegistryNotAllowed: 'The registry is in no list that images may come from.',
  ReservedName: 'The name is reserved for documentation, tests or another network.',
  UnknowableValue: 'The value is made up later, so it cannot be judged now.',
  UnknownProvider: 'The provider is none that is known to stay inside.',
  ForbiddenSetting: 'The setting changes how names, certificates or code are found.',
  OpenNetwork: 'The object lets packets leave to addresses that do not count as inside.',
  PolicyTooWide: 'An entry of the AirgapPolicy would let in what belongs to everybody.',
  NoPolicy: 'There is no AirgapPolicy, so nothing counts as inside.',
} as const;

/** Why something is refused. */
export type RefusalReason = keyof typeof REFUSALS;

/** On what grounds something is allowed: a closed list. */
export const GROUNDS = {
  ServiceName: 'It is the name of a Service of the cluster.',
  ListedHost: 'The host is listed.',
  ListedSuffix: 'The name lies below a listed domain.',
  PrivateZone: 'The name lies in a zone that is reserved for private use.',
  ProvenPrivateName: 'The name is listed as private, and every answer lies inside.',
  ListedAddress: 'The address lies in a listed block.',
  PrivateAddress: 'The address lies in a block that is reserved for private use.',
  Loopback: 'The address is the pod itself, and the policy allows that.',
  ListedRegistry: 'The registry is listed.',
  ListedProxy: 'The proxy is listed.',
  NoEndpoint: 'Nothing in it is dialled.',
  Sound: 'The entry of the policy is sound.',
} as const;

/** On what grounds something is allowed. */
export type Grounds = keyof typeof GROUNDS;
