#!/bin/bash
# Starts the broker; the first time it prepares its folder. The settings hold a password, so they are a secret, not a variable.
set -euo pipefail
export LOG_DIR=/tmp/kafka
bin=/opt/kafka/bin
settings=/run/secrets/kafka-server
# The name of this one broker's cluster. It only has to stay the same.
"$bin/kafka-storage.sh" format --ignore-formatted --cluster-id polyclinicComposeKafka --config "$settings"
exec "$bin/kafka-server-start.sh" "$settings"
