-- Outbox, inbox and idempotency: the same in every service that has PostgreSQL.

-- The columns of Debezium's outbox event router; aggregatetype holds the topic.
create table outbox (
    seq           bigint generated always as identity primary key,
    id            uuid        not null,
    aggregatetype text        not null,
    aggregateid   text        not null,
    type          text        not null,
    payload       text        not null,
    headers       text        not null,
    created_at    timestamptz not null default now()
);
-- Rows come and go all the time: keep the table small.
alter table outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

create table inbox (
    event_id    uuid primary key,
    received_at timestamptz not null default now()
);
create index inbox_received_at on inbox (received_at);

create table idempotency (
    caller       text        not null,
    key          text        not null,
    request_hash text        not null,
    status       int,
    location     text,
    etag         text,
    body         text,
    created_at   timestamptz not null default now(),
    constraint idempotency_key primary key (caller, key)
);
create index idempotency_created_at on idempotency (created_at);

-- A request that waits longer than this for another one gives up with a clear answer.
alter role current_user set lock_timeout = '5s';
alter role current_user set idle_in_transaction_session_timeout = '60s';
