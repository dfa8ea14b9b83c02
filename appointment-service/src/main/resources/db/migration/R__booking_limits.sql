-- How much of the clinic's time one patient may take on their own. Whoever inserts, the limits hold: bookings of one patient
-- queue at the lock, and each statement of the function sees what those before have committed. Hibernate takes the constraint's name
-- from the message, as PostgreSQL itself writes it.
create or replace function limit_bookings_by_patients() returns trigger language plpgsql as $$
declare
    zone text;
begin
    if tg_op = 'UPDATE' and new.starts_at = old.starts_at then
        return new;
    end if;
    perform pg_advisory_xact_lock(2, hashtext(new.patient_id::text));
    if (select count(*) from appointment
         where patient_id = new.patient_id and booked_by_patient and id <> new.id
           and status = 'SCHEDULED' and starts_at > now()) >= ${openPerPatient} then
        raise check_violation using constraint = 'appointment_open_limit', message = 'violates check constraint "appointment_open_limit"';
    end if;
    select time_zone into zone from doctor where id = new.doctor_id;
    if (select count(*) from appointment
         where patient_id = new.patient_id and doctor_id = new.doctor_id and booked_by_patient and id <> new.id
           and status in ('SCHEDULED', 'CHECKED_IN', 'IN_CONSULTATION')
           and (starts_at at time zone zone)::date = (new.starts_at at time zone zone)::date) >= ${perDoctorAndDay} then
        raise check_violation using constraint = 'appointment_day_limit', message = 'violates check constraint "appointment_day_limit"';
    end if;
    if (select count(*) from appointment
         where patient_id = new.patient_id and cancelled_by_patient
           and updated_at > now() - interval '7 days') >= ${cancellationsPerWeek} then
        raise check_violation using constraint = 'appointment_cancellation_limit', message = 'violates check constraint "appointment_cancellation_limit"';
    end if;
    return new;
end $$;

create or replace trigger appointment_limits before insert or update of starts_at on appointment
    for each row when (new.booked_by_patient) execute function limit_bookings_by_patients();
