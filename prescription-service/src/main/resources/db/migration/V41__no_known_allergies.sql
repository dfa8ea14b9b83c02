-- That no allergies are known is a statement of its own, recorded and removed as an allergy is.
alter table known_allergy add column none_known boolean not null default false;
