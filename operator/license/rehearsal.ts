/**
 * How the names of keys begin that `license issue` makes. No released key is called so; a licence signed by such a key
 * has to carry the claim `rehearsal`, and one that carries it is accepted under such a key alone.
 */
export const REHEARSAL = 'rehearsal-';
