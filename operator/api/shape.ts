import type * as z from 'zod';

/** A rule about the shape of a value in two languages: one line for the API server, one for the operator. */
export interface ShapeRule<T> {
  /** CEL, with `self` as the value. */
  readonly rule: string;
  /** What is allowed. The API server and the operator say the same sentence. */
  readonly message: string;
  /**
   * The twin of `rule`: what is the case now, or undefined when the rule holds. Left out by rules that compare
   * with `oldSelf`: only the API server sees both. May see a value whose members have the wrong type.
   */
  readonly judge?: (self: T) => string | undefined;
}

/** What a broken rule leaves in a zod issue, as `params`. */
export interface BrokenShape {
  readonly state: (self: unknown) => string | undefined;
}

/**
 * A schema with rules, for both sides. The only way to write `x-kubernetes-validations`.
 *
 * *Guarantees*: a rule is judged whatever else is wrong with the value, so that all findings come at once.
 */
export function shaped<T extends z.ZodType>(
  schema: T,
  description: string,
  rules: readonly ShapeRule<z.output<T>>[],
): T {
  const refined = rules.reduce((inner, { message, judge }) => {
    if (judge === undefined) return inner;
    const state = (self: unknown): string | undefined => judge(self as z.output<T>);
    return inner.refine((self) => state(self) === undefined, {
      error: message,
      params: { state } satisfies BrokenShape,
      when: ({ value }) => value !== undefined && sameKind(value, schema),
    });
  }, schema);
  return refined.meta({
    description,
    ...(rules.length === 0
      ? {}
      : { 'x-kubernetes-validations': rules.map(({ rule, message }) => ({ rule, message })) }),
  });
}

/** Whether a value is near enough to its schema for a rule to look at it. */
function sameKind(value: unknown, { def }: z.ZodType): boolean {
  if (def.type === 'object') return isRecord(value);
  return def.type === 'array' ? Array.isArray(value) : typeof value !== 'object';
}

/** A list in which nothing stands twice; `told` is what an entry is told apart by. */
function withoutRepetition<T extends z.ZodArray>(
  list: T,
  told: (entry: unknown) => unknown,
  words: { readonly error: string; readonly state: (twice: string) => string },
): T {
  const twice = (self: unknown): unknown =>
    (Array.isArray(self) ? self.map(told) : []).find(
      (value, index, all) => value !== undefined && all.indexOf(value) !== index,
    );
  const state = (self: unknown): string | undefined => {
    const value = twice(self);
    return value === undefined ? undefined : words.state(JSON.stringify(value));
  };
  return list.refine((self) => state(self) === undefined, {
    error: words.error,
    params: { state } satisfies BrokenShape,
    when: ({ value }) => Array.isArray(value),
  });
}

/** A list of objects told apart by one member: what `x-kubernetes-list-type: map` means, on both sides. */
export const listMap = <T extends z.ZodArray>(
  list: T,
  description: string,
  key: string & keyof z.output<T>[number],
): T =>
  withoutRepetition(list, (entry) => (isRecord(entry) ? entry[key] : undefined), {
    error: `use every ${key} at most once`,
    state: (twice) => `has two entries of the ${key} ${twice}`,
  }).meta({
    description,
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': [key],
  });

/** A list that is written as a whole. */
export const atomicList = <T extends z.ZodArray>(list: T, description: string): T =>
  list.meta({ description, 'x-kubernetes-list-type': 'atomic' });

/** A list of plain values without repetition: what `x-kubernetes-list-type: set` means, on both sides. */
export const setList = <T extends z.ZodArray>(list: T, description: string): T =>
  withoutRepetition(list, (entry) => entry, {
    error: 'use every value at most once',
    state: (twice) => `has ${twice} twice`,
  }).meta({ description, 'x-kubernetes-list-type': 'set' });

/** A map of names that the site chooses, with an upper bound on both sides. */
export function boundedMap<T extends z.ZodRecord>(map: T, description: string, max: number): T {
  const count = (self: unknown): number => (isRecord(self) ? Object.keys(self).length : 0);
  const state = (self: unknown): string => `has ${count(self)} names`;
  return map
    .refine((self) => count(self) <= max, {
      error: `use at most ${max} names`,
      params: { state } satisfies BrokenShape,
      when: ({ value }) => isRecord(value),
    })
    .meta({ description, maxProperties: max });
}

/** One member is set, and only one. */
export const exactlyOneOf = (first: string, second: string): ShapeRule<object> => ({
  rule: `has(self.${first}) != has(self.${second})`,
  message: `set exactly one of ${first} and ${second}`,
  judge: (self) => {
    const [one, two] = [has(self, first), has(self, second)];
    if (one !== two) return undefined;
    return one ? `has both ${first} and ${second}` : `has neither ${first} nor ${second}`;
  },
});

/** Of some members one is set, and only one. */
export const exactlyOneAmong = (...members: readonly string[]): ShapeRule<object> => ({
  rule: `[${members.map((member) => `has(self.${member})`).join(', ')}].filter(there, there).size() == 1`,
  message: `set exactly one of ${members.slice(0, -1).join(', ')} and ${members.at(-1) ?? ''}`,
  judge: (self) => {
    const there = members.filter((member) => has(self, member));
    if (there.length === 1) return undefined;
    return there.length === 0 ? 'has none of them' : `has ${there.join(' and ')}`;
  },
});

/** Of some members one at most is set. */
export function atMostOneOf(...members: readonly string[]): ShapeRule<object> {
  const [last = '', ...others] = [...members].reverse();
  return {
    rule: `[${members.map((member) => `has(self.${member})`).join(', ')}].filter(there, there).size() <= 1`,
    message: `set at most one of ${others.reverse().join(', ')} and ${last}`,
    judge: (self) => {
      const there = members.filter((member) => has(self, member));
      return there.length > 1 ? `has ${there.join(' and ')}` : undefined;
    },
  };
}

/** Of two members one at least is set. */
export const atLeastOneOf = (first: string, second: string): ShapeRule<object> => ({
  rule: `has(self.${first}) || has(self.${second})`,
  message: `set ${first}, ${second} or both`,
  judge: (self) =>
    has(self, first) || has(self, second) ? undefined : `has neither ${first} nor ${second}`,
});

/** Whether a member is there; `null` counts as absent, as on the API server. */
export const has = (self: unknown, member: string): boolean =>
  isRecord(self) && self[member] !== undefined && self[member] !== null;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
