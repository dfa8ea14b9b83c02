-- People of one name have either of the two.
alter table known_patient
    alter column given_name drop not null,
    alter column family_name drop not null;
