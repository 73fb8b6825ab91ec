/** Outcome of something that may be refused: a value, or why there is none. */
export type Result<T, E> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** The value was good. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

/** There is no value, and this is why. */
export const no = <E>(error: E): { readonly ok: false; readonly error: E } => ({
  ok: false,
  error,
});

/** Marks a branch that the compiler has shown to be impossible. */
export function unreachable(value: never): never {
  throw new Error(`Cannot continue: unexpected ${JSON.stringify(value)}`);
}
