-- Rows of the outbox that Kafka does not take for what they are, out of the way of those behind them until somebody decides.
create table if not exists outbox_set_aside (
    id            uuid primary key,
    aggregatetype text        not null,
    aggregateid   text        not null,
    type          text        not null,
    payload       text        not null,
    headers       text        not null,
    reason        text        not null,
    set_aside_at  timestamptz not null default now()
);
