import { CONDITIONS, REASONS } from '../api/reasons.ts';
import { no, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import { distance } from './distance.ts';

/** Markdown by topic: a reason, a condition type, or both where they share a name. */
export type Pages = Readonly<Record<string, string>>;

/** There is no such topic. */
export interface NoTopic {
  readonly message: string;
  /** Topics of a similar name, the nearest first. */
  readonly suggestions: readonly string[];
}

/** The page of a reason or condition type, in whatever case it is written; every topic in one sentence when none is given. */
export function explain(topic: string | undefined, pages: Pages): Result<string, NoTopic> {
  const asked = topic?.trim().toLowerCase() ?? '';
  if (asked === '') return ok(list());
  const found = Object.keys(pages).find((name) => name.toLowerCase() === asked);
  const page = found === undefined ? undefined : pages[found];
  if (page !== undefined) return ok(page);
  const suggestions = near(asked, Object.keys(pages));
  const hint = suggestions.length === 0 ? '; leave it out for the list of all' : '';
  return no({
    message: `Cannot explain ${JSON.stringify(topic)}: no reason or condition has that name${hint}`,
    suggestions,
  });
}

/** Most names that are suggested. */
const MAX_SUGGESTIONS = 5;

/** Names that may have been meant: misspelt by a third at most, or of which a part was written. */
function near(asked: string, names: readonly string[]): readonly string[] {
  return names
    .map((name) => ({ name, far: farness(asked, name.toLowerCase()) }))
    .filter(({ far }) => far !== undefined)
    .sort((a, b) => (a.far ?? 0) - (b.far ?? 0) || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ name }) => name);
}

function farness(asked: string, name: string): number | undefined {
  const far = distance(asked, name);
  if (far <= Math.max(1, Math.floor(name.length / 3))) return far;
  return asked.length >= 3 && name.includes(asked) ? name.length : undefined;
}

const list = (): string =>
  [
    'plane-operator explain TOPIC shows the page of one of these.',
    section('Conditions', CONDITIONS),
    section('Reasons of conditions, findings and events', REASONS),
  ].join('\n\n');

function section(title: string, sentences: Readonly<Record<string, string>>): string {
  const width = Math.max(...Object.keys(sentences).map(({ length }) => length));
  const lines = Object.entries(sentences).map(
    ([name, sentence]) => `  ${name.padEnd(width)}  ${sentence}`,
  );
  return [title, ...lines].join('\n');
}
