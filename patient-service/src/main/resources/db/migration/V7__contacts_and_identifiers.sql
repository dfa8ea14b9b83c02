-- A family may share an e-mail address for contact; whoever registers confirms that they are distinct people. An address that nobody
-- confirmed stays one patient's.
alter table patient add column email_shared boolean not null default false;
drop index patient_email_unique;
create unique index patient_email_unique on patient (lower(email)) where not email_shared;
create index patient_email on patient (lower(email));

-- A number without its extension finds every line of it.
drop index patient_phone;
create index patient_phone on patient (split_part(phone, ';', 1));

-- Identifiers change their order row by row, so a number may be there twice until the transaction ends.
alter table patient_identifier
    drop constraint patient_identifier_unique,
    add constraint patient_identifier_unique unique (system, value) deferrable initially deferred;
