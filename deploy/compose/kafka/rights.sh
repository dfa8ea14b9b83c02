#!/bin/bash
# Makes the topics and the services' users, and gives the rights of acl.csv. It may run any number of times.
set -euo pipefail
export LOG_DIR=/tmp/kafka
bin=/opt/kafka/bin
rights=/etc/polyclinic/acl.csv
server=(--bootstrap-server kafka:9092 --command-config /run/secrets/kafka-admin)
day=86400000

lines() {
    grep -v -e '^#' -e '^service,' "$rights"
}

# Topic, partitions, days: as in docs/retention.md.
for topic in $(lines | cut -d , -f 2 | sort -u); do
    case $topic in
        audit.entries) partitions=4 days=90 ;;
        *.dead-letter) partitions=1 days=30 ;;
        *) partitions=3 days=21 ;;
    esac
    "$bin/kafka-topics.sh" "${server[@]}" --create --if-not-exists --topic "$topic" --partitions "$partitions" \
        --replication-factor 1 --config "retention.ms=$((days * day))"
done

while read -r user password; do
    "$bin/kafka-configs.sh" "${server[@]}" --alter --entity-type users --entity-name "$user" \
        --add-config "SCRAM-SHA-512=[password=$password]"
    # Rights that the table no longer gives are taken away.
    "$bin/kafka-acls.sh" "${server[@]}" --remove --force --allow-principal "User:$user" --topic '*' \
        --resource-pattern-type match >/dev/null
    for operation in read write; do
        topics=()
        for topic in $(lines | awk -F , -v user="$user" -v operation="$operation" \
            '$1 == user && index(" " $3 " ", " " operation " ") { print $2 }'); do
            topics+=(--topic "$topic")
        done
        [ ${#topics[@]} -eq 0 ] && continue
        "$bin/kafka-acls.sh" "${server[@]}" --add --allow-principal "User:$user" \
            --operation "$operation" --operation describe "${topics[@]}" >/dev/null
        if [ "$operation" = read ]; then
            "$bin/kafka-acls.sh" "${server[@]}" --add --allow-principal "User:$user" --operation read --group "$user" >/dev/null
            "$bin/kafka-acls.sh" "${server[@]}" --add --allow-principal "User:$user" --operation read --group "$user." \
                --resource-pattern-type prefixed >/dev/null
        fi
    done
    echo "$user has its rights"
done </run/secrets/kafka-users
