/**
 * MicroTime of meta/v1 from milliseconds since the epoch. Exactly six digits: with the three of
 * toISOString the API server refuses Leases and Events (kubernetes-client/javascript#828).
 */
export const microTime = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace('Z', '000Z');
