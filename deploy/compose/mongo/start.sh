#!/bin/bash
# Starts the one member of the replica set. It takes its key only from a file that is its own.
set -euo pipefail
install -m 400 /run/secrets/mongo-keyfile /tmp/keyfile
exec mongod --replSet rs0 --bind_ip_all --auth --keyFile /tmp/keyfile --wiredTigerCacheSizeGB 0.5
