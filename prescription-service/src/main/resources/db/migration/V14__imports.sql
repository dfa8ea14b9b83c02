-- Reports of imports of tables, a line for each line of the file.
create table table_import (
    id         uuid        primary key,
    kind       text        not null,
    created    int         not null,
    updated    int         not null,
    unchanged  int         not null,
    refused    int         not null,
    created_at timestamptz not null
);
create table table_import_line (
    import_id uuid not null references table_import,
    line      int  not null,
    outcome   text not null,
    reason    text,
    constraint table_import_line_once primary key (import_id, line),
    constraint table_import_line_outcome check (outcome in ('CREATED', 'UPDATED', 'UNCHANGED', 'REFUSED'))
);
create index table_import_line_refused on table_import_line (import_id, line) where outcome = 'REFUSED';
