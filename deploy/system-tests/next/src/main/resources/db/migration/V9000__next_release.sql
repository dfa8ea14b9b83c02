-- What an additive release does to tables that the last one goes on using: a column that may be missing, a column with a default,
-- an index, and a rule for the rows that are new.
alter table appointment add column follow_up_of uuid;
alter table appointment add column source text not null default 'desk';
alter table appointment add constraint appointment_source_known check (source in ('desk', 'portal')) not valid;
create index appointment_follow_up on appointment (follow_up_of) where follow_up_of is not null;
