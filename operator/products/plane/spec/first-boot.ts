import * as z from 'zod';

type Choice<T extends readonly [string, ...string[]]> = z.ZodOptional<
  z.ZodEnum<{ [K in T[number]]: K }>
>;

/** One of some words, or left out. */
export const choice = <const T extends readonly [string, ...string[]]>(
  values: T,
  description: string,
): Choice<T> => z.enum(values).meta({ description }).optional();

/** `spec.plane.firstBoot`: rows of the product's database, written once. */
export const firstBoot = z
  .strictObject({
    signUp: choice(
      ['Closed', 'Open'],
      'Closed: nobody gets an account who was not invited. Closed when left out; the product by itself lets everybody in.',
    ),
    passwordLogin: choice(['Enabled', 'Disabled'], 'Login by password. Enabled when left out.'),
    magicLinkLogin: choice(
      ['Enabled', 'Disabled'],
      'Login by a code that comes by mail; needs mail. Disabled when left out.',
    ),
    workspaceCreation: choice(
      ['Everyone', 'Administrators'],
      'Who may create workspaces. Everyone when left out.',
    ),
  })
  .meta({
    description:
      'Settings that the product reads when it starts for the first time and then keeps in its database. Later they are changed in God Mode; a change here has no effect, and a finding says so.',
  });
