/** Version of this program, as in package.json (a test says so). */
export const PROGRAM_VERSION = '0.1.0';
