-- How far the service has come in stating its facts again, a row for each kind; only services that own such facts have rows.
create table if not exists restatement_run (
    kind           text        primary key,
    next_at        timestamptz not null,
    started_at     timestamptz,
    after_id       uuid,
    facts          bigint      not null default 0,
    finished_at    timestamptz,
    finished_facts bigint
);
