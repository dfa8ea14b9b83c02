-- People of one name have either of the two; a birth date may be estimated from the year or an age.
alter table known_patient
    alter column given_name drop not null,
    alter column family_name drop not null,
    add column birth_date_estimated boolean not null default false;
