-- What the clinic's model makes of a record's text; what clients send with a record stands beside it in medical_record. A row with
-- due_at waits for the model; one with neither means nothing to it. The trigger writes what waits, so that no release and no copy of
-- data can change a text and leave the meaning of the former one behind. What was entered in error has no row.
create table medical_record_embedding (
    record_id    uuid   not null,
    -- Counts the texts of the record: an embedding is kept only for the text that it was made of.
    text_version bigint not null,
    model        text,
    embedding    bytea,
    due_at       timestamptz,
    constraint medical_record_embedding_once primary key (record_id),
    constraint medical_record_embedding_of_a_record foreign key (record_id) references medical_record (id) on delete cascade,
    constraint medical_record_embedding_of_a_model check (embedding is null or model is not null),
    -- Numbers of four bytes each
    constraint medical_record_embedding_numbers check (octet_length(embedding) between 4 and 16384 and octet_length(embedding) % 4 = 0)
);
create index medical_record_embedding_due on medical_record_embedding (due_at) where due_at is not null;
create index medical_record_newest on medical_record (dated, id) where status = 'ACTIVE';

create function medical_record_has_another_text() returns trigger language plpgsql as $$
begin
    if new.status <> 'ACTIVE' then
        delete from medical_record_embedding where record_id = new.id;
    else
        insert into medical_record_embedding as kept (record_id, text_version, due_at) values (new.id, 1, now())
        on conflict (record_id) do update set text_version = kept.text_version + 1, model = null, embedding = null, due_at = now();
    end if;
    return null;
end $$;
create trigger medical_record_has_a_text after insert on medical_record
    for each row execute function medical_record_has_another_text();
create trigger medical_record_has_another_text after update on medical_record
    for each row when (old.title <> new.title or old.data <> new.data or old.status <> new.status)
    execute function medical_record_has_another_text();

insert into medical_record_embedding (record_id, text_version, due_at)
select id, 1, now() from medical_record where status = 'ACTIVE';
