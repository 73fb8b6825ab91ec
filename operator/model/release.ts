/** A variant in which the vendor builds some images beside the standard one. */
export type Variant = 'FIPS';

/** One image of a release, as its source names it. */
export interface ImageSource {
  /** Repository path of the source without registry: `makeplane/web-commercial`, `library/postgres`. */
  readonly repository: string;
  readonly tag: string;
  /** Repository paths of the same build in other variants, under the same tag. */
  readonly variants?: Readonly<Partial<Record<Variant, string>>>;
  /** `sha256:…` of the standard image, once locked on a connected side. */
  readonly digest?: string;
}

/** One version of one product, as data. */
export interface Release {
  /** `v3.1.2`. */
  readonly version: string;
  /** Images by key of the images manifest. */
  readonly images: Readonly<Record<string, ImageSource>>;
  /** Oldest version from which an upgrade may come directly; older ones stop here first. */
  readonly upgradesFrom: string;
}
