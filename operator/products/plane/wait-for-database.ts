import type { Container } from '../shared/pod.ts';

const NAME = 'wait-for-database';
/** EX_TEMPFAIL of sysexits.h: nothing is wrong with what was asked. */
const UNREACHABLE = 75;
/** How long one pod asks. */
const SECONDS = '300';

/**
 * The product only prepares a connection object where it says that it waits, so a database that is away for a minute
 * counts as a failed migration. This asks for a connection until one comes, with nothing but Python's own library. An
 * address that it cannot read is left to the migration, which tells more.
 */
const SCRIPT = `import os, socket, sys, time
from urllib.parse import urlsplit
try:
    url = urlsplit(os.environ[sys.argv[1]])
    address = (url.hostname, url.port or 5432)
except ValueError:
    sys.exit(0)
end = time.monotonic() + float(sys.argv[2])
while True:
    try:
        socket.create_connection(address, 5).close()
        sys.exit(0)
    except OSError as error:
        print(f'{address[0]}:{address[1]}: {error}', flush=True)
        if time.monotonic() > end:
            sys.exit(${UNREACHABLE})
        time.sleep(3)
`;

/** An init container that waits for the database whose URL stands in a variable; it runs the migration's own image. */
export const waitForDatabase = (
  migration: Pick<Container, 'image' | 'envFrom' | 'resources'>,
  variable: string,
): Container => ({
  ...migration,
  name: NAME,
  command: ['python3', '-c', SCRIPT, variable, SECONDS],
});

/**
 * How a migration fails: by what it does itself. A pod that a node took away and a database that did not answer say
 * nothing about it; such a pod is made anew, with a growing pause, and does not count.
 */
export const MIGRATION_FAILURES = {
  rules: [
    { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
    {
      action: 'Ignore',
      onExitCodes: { containerName: NAME, operator: 'In', values: [UNREACHABLE] },
    },
  ],
};
