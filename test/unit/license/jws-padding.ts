import { constants, createHash, privateDecrypt, privateEncrypt } from 'node:crypto';

import type { KeyPair, Signer } from '../../support/license.ts';

/** DigestInfo of SHA-256 (RFC 8017, 9.2), taken apart so that each part can be changed. */
const OID = '0609608648016503040201';
const NULL = '0500';

const byte = (value: number): string => value.toString(16).padStart(2, '0');
const tlv = (tag: string, body: string): string => `${tag}${byte(body.length / 2)}${body}`;
const octets = (hash: string): string => tlv('04', hash);
const sequence = (body: string): string => tlv('30', body);
const good = (hash: string): string => sequence(sequence(OID + NULL) + octets(hash));

/** Size of the key in bytes. */
const SIZE = 256;

/** 00 01 FF … 00 and what is signed. */
const padded = (info: string, start = '0001', fill = 'ff'): string =>
  `${start}${fill.repeat(SIZE - start.length / 2 - 1 - info.length / 2)}00${info}`;

/** Encoded messages that a careless verifier takes for signatures, by what is wrong with them. */
export const PADDINGS: Readonly<Record<string, (hash: string) => string>> = {
  'length of the outer sequence in long form': (hash) => padded(`308131${good(hash).slice(4)}`),
  'length of the outer sequence with a leading zero': (hash) =>
    padded(`30820031${good(hash).slice(4)}`),
  'length of the inner sequence in long form': (hash) =>
    padded(tlv('30', `30810d${OID}${NULL}${octets(hash)}`)),
  'length of the octet string in long form': (hash) =>
    padded(sequence(`${sequence(OID + NULL)}048120${hash}`)),
  'outer sequence one too long': (hash) => padded(`3032${good(hash).slice(4)}`),
  'outer sequence one too short': (hash) => padded(`3030${good(hash).slice(4)}`),
  'inner sequence one too long': (hash) => padded(sequence(`300e${OID}${NULL}${octets(hash)}`)),
  'inner sequence one too short': (hash) => padded(sequence(`300c${OID}${NULL}${octets(hash)}`)),
  'octet string one too long': (hash) => padded(sequence(`${sequence(OID + NULL)}0421${hash}`)),
  'octet string one too short': (hash) => padded(sequence(`${sequence(OID + NULL)}041f${hash}`)),
  'length of 32 bits that overflows': (hash) => padded(`30850100000031${good(hash).slice(4)}`),
  'length of 64 bits that overflows': (hash) =>
    padded(`3089010000000000000031${good(hash).slice(4)}`),
  'length of 2^31-1': (hash) => padded(`30847fffffff${good(hash).slice(4)}`),
  'length of 2^32-1': (hash) => padded(`3084ffffffff${good(hash).slice(4)}`),
  'indefinite length': (hash) => padded(`3080${good(hash).slice(4)}0000`),
  'indefinite length without an end': (hash) => padded(`3080${good(hash).slice(4)}`),
  'sequence removed': (hash) => padded(sequence(octets(hash))),
  'outer sequence removed': (hash) => padded(sequence(OID + NULL) + octets(hash)),
  'a lonely tag': () => padded('30'),
  'zeros appended to the sequence': (hash) =>
    padded(sequence(`${sequence(OID + NULL)}${octets(hash)}0000`)),
  'zeros prepended to the sequence': (hash) =>
    padded(sequence(`0000${sequence(OID + NULL)}${octets(hash)}`)),
  'zeros appended after the sequence': (hash) => padded(`${good(hash)}0000`),
  'a null appended to the sequence': (hash) =>
    padded(sequence(`${sequence(OID + NULL)}${octets(hash)}0500`)),
  'garbage appended to the sequence': (hash) =>
    padded(sequence(`${sequence(OID + NULL)}${octets(hash)}0401aa`)),
  'garbage in the algorithm': (hash) => padded(sequence(sequence(`${OID}0401aa`) + octets(hash))),
  'garbage in the parameters': (hash) =>
    padded(sequence(sequence(`${OID}${NULL}${'aa'.repeat(16)}`) + octets(hash))),
  'parameters left out': (hash) => padded(sequence(sequence(OID) + octets(hash))),
  'parameters twice': (hash) => padded(sequence(sequence(OID + NULL + NULL) + octets(hash))),
  'parameters with a value': (hash) => padded(sequence(sequence(`${OID}050100`) + octets(hash))),
  'undefined tags': (hash) =>
    padded(sequence(`aa00bb00cd00${sequence(OID + NULL)}${octets(hash)}`)),
  'octet string as bit string': (hash) =>
    padded(sequence(`${sequence(OID + NULL)}${tlv('03', hash)}`)),
  'octet string composed': (hash) =>
    padded(sequence(`${sequence(OID + NULL)}${tlv('24', octets(hash))}`)),
  'sequence as set': (hash) => padded(`31${good(hash).slice(2)}`),
  'sequence as null': () => padded('0500'),
  'sequence empty': () => padded('3000'),
  'identifier of SHA-1': (hash) =>
    padded(sequence(sequence(`06052b0e03021a${NULL}`) + octets(hash))),
  'identifier of SHA-512': (hash) =>
    padded(sequence(sequence(`0609608648016503040203${NULL}`) + octets(hash))),
  'identifier changed': (hash) =>
    padded(sequence(sequence(`0609608648016503040281${NULL}`) + octets(hash))),
  'identifier empty': (hash) => padded(sequence(sequence(`0600${NULL}`) + octets(hash))),
  'hash alone': (hash) => padded(hash),
  'hash changed in its first bit': (hash) =>
    padded(good(byte(Number.parseInt(hash.slice(0, 2), 16) ^ 0x80) + hash.slice(2))),
  'hash changed in its last bit': (hash) =>
    padded(good(hash.slice(0, -2) + byte(Number.parseInt(hash.slice(-2), 16) ^ 1))),
  'hash truncated': (hash) => padded(good(hash.slice(0, 62))),
  'hash empty': () => padded(good('')),
  'padding of zeros': (hash) => padded(good(hash), '0001', '00'),
  'padding of type 0': (hash) => padded(good(hash), '0000'),
  'padding of type 2': (hash) => padded(good(hash), '0002'),
  'padding that begins with 1': (hash) => padded(good(hash), '0101'),
  'padding with another byte at its start': (hash) => padded(good(hash), '0001fe'),
  'padding without its end': (hash) => {
    const info = good(hash);
    return `0001${'ff'.repeat(SIZE - 2 - info.length / 2)}${info}`;
  },
  'padding of one byte, then the message, then garbage (Bleichenbacher 2006)': (hash) => {
    const start = `0001ff00${good(hash)}`;
    return start + 'aa'.repeat(SIZE - start.length / 2);
  },
  'padding of eight bytes, then the message, then zeros': (hash) => {
    const start = `0001${'ff'.repeat(8)}00${good(hash)}`;
    return start + '00'.repeat(SIZE - start.length / 2);
  },
  'no padding at all': (hash) => good(hash).padStart(SIZE * 2, '0'),
};

/** Signs an encoded message as it is: what PKCS #1 asks for, unless it was changed. */
export const rawRsa =
  (key: KeyPair, encode: (hash: string) => string = (hash) => padded(good(hash))): Signer =>
  (input) => {
    const hash = createHash('sha256').update(input).digest('hex');
    const message = Buffer.from(encode(hash), 'hex');
    const { RSA_NO_PADDING: padding } = constants;
    // A message above the modulus cannot be signed; with a leading 01 it is, for half of all keys.
    const signature =
      message[0] === 0
        ? privateEncrypt({ key: key.privateKey, padding }, message)
        : privateDecrypt({ key: key.privateKey, padding }, message);
    return signature;
  };
