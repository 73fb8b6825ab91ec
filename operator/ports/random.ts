/** Randomness as a parameter. */
export interface Random {
  /** Text of A-Z, a-z and 0-9 from a cryptographic source. */
  alphanumeric(length: number): string;
}
