#!/bin/bash
# Makes a database and a role of the same name for each who has one. The image runs it once, on an empty volume.
set -euo pipefail
for role in patient appointment prescription billing keycloak; do
    psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 --quiet \
        --set role="$role" --set password="$(cat "/run/secrets/postgres-$role")" <<'SQL'
create role :"role" login password :'password';
create database :"role" owner :"role";
revoke all on database :"role" from public;
SQL
    [ "$role" = keycloak ] && continue
    for extension in pg_trgm btree_gist unaccent fuzzystrmatch; do
        psql --username "$POSTGRES_USER" --dbname "$role" --set ON_ERROR_STOP=1 --quiet \
            --command "create extension if not exists $extension"
    done
done
