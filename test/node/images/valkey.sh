#!/bin/sh
# What the entrypoint of docker.io/valkey/valkey does for a user that is not root.
set -e
if [ "${1#-}" != "$1" ] || [ "${1%.conf}" != "$1" ]; then set -- valkey-server "$@"; fi
if [ "$1" = valkey-server ] && [ "$(umask)" = 0022 ]; then umask 0077; fi
exec "$@"
