/** How the program ends: the exit status, set by the command that ran. */
export interface Ending {
  status: number;
}
