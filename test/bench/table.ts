/** One line of the table: a figure, and what it is compared with. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline?: { readonly what: string; readonly value: number };
  readonly goal?: string;
}

/** The middle of the figures of several rounds. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const number = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(1));

/** Prints the table, ratios included. */
export function printRows(rows: readonly Row[]): void {
  const cells = rows.map(({ what, value, unit, baseline, goal }) => [
    what,
    `${number(value)} ${unit}`,
    baseline === undefined ? '' : `${number(baseline.value)} ${unit} (${baseline.what})`,
    baseline === undefined ? '' : `${(value / baseline.value).toFixed(2)}x`,
    goal ?? '',
  ]);
  const head = ['what', 'ours', 'baseline', 'ratio', 'goal'];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => (row[column] ?? '').length)),
  );
  for (const row of [head, widths.map((width) => '-'.repeat(width)), ...cells]) {
    process.stdout.write(
      `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`,
    );
  }
}
