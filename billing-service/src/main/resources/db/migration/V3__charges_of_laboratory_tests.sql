-- Results of a laboratory request come one by one, and each test has a charge of its own: its id is made of the request's and the
-- test's code, and it names its request, by which a test and the request as a whole know of each other.
alter table charge add column part_of uuid;
create index charge_by_part on charge (part_of) where part_of is not null;
