-- The newest records that have an embedding, for the search that compares them one by one.
create index medical_record_embedded on medical_record (dated, id) where embedding is not null and status = 'ACTIVE';
