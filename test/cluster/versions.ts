/** The Kubernetes minors the operator supports, each with the patch that can be built. */
export type Minor = '1.31' | '1.32' | '1.33';

export const MINORS: readonly Minor[] = ['1.31', '1.32', '1.33'];

/** These patches build completely from public Go modules; see README.md. */
export const PATCHES: Readonly<Record<Minor, string>> = {
  '1.31': '1.31.0',
  '1.32': '1.32.2',
  '1.33': '1.33.13',
};

export const isMinor = (text: string): text is Minor => MINORS.some((minor) => minor === text);
