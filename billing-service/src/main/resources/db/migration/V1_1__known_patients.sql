-- Who can be billed, from patient-service's events. A newer version wins, whatever the order of arrival. Of a patient whom
-- patient-service was asked for nothing but the id is known until the event arrives: the version is -1 then.
create table known_patient (
    id          uuid   not null,
    version     bigint not null,
    uhid        text,
    given_name  text,
    family_name text,
    constraint known_patient_once primary key (id)
);
