import type { Verdict } from '../../api/verdict.ts';
import type { Report } from '../report.ts';

/** DatabaseMigrated: the database has the schema of the release that was accepted last. */
export function databaseMigrated({ tended }: Report): Verdict | undefined {
  const migration = tended?.parts.find(({ name }) => name === 'migration');
  if (tended === undefined || migration === undefined) return undefined;
  const { version } = tended;
  switch (migration.state) {
    case 'Ready':
      return { status: 'True', reason: 'MigrationSucceeded', message: `schema of ${version}` };
    case 'Failed':
      return { status: 'False', reason: 'MigrationFailed', message: migration.message };
    case 'Held':
      return { status: 'False', reason: 'MigrationPending', message: migration.message };
    case 'Progressing':
      return { status: 'False', reason: 'MigrationRunning', message: migration.message };
  }
}
