package polyclinic.clients.seed;

import static polyclinic.clients.seed.SeedStore.column;
import static polyclinic.clients.seed.SeedStore.timestamp;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import polyclinic.clients.seed.invention.SeedPlan;
import polyclinic.clients.seed.invention.SeededAppointment;
import polyclinic.clients.seed.invention.SeededDoctor;
import polyclinic.clients.seed.invention.SeededRandom;

/**
 * Writes appointments and the encounters of those that took place, as appointment-service would have left them, with an event for
 * each whose care is not over. Where a doctor or a patient has something else at the time, none is written.
 */
final class AppointmentSeeding {
    private static final int PORTION = 2_000;

    private static final String APPOINTMENTS = """
            with fresh as (
              insert into appointment (id, version, patient_id, doctor_id, starts_at, ends_at, blocked_until, status, reason,
                                       cancellation_reason, encounter_id, created_at, updated_at)
              select a.id, a.version, a.patient, a.doctor, a.start, a.until, a.until, a.status, a.reason,
                     case when a.status = 'CANCELLED' then $11 end, a.encounter, a.booked, least(a.until, $12)
                from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::timestamptz[], $7::text[],
                            $8::text[], $9::uuid[], $10::timestamptz[])
                     as a(id, version, patient, doctor, start, until, status, reason, encounter, booked)
              on conflict do nothing returning id, patient_id, doctor_id, starts_at, ends_at, encounter_id),
            seen as (
              insert into encounter (id, version, patient_id, doctor_id, appointment_id, status, started_at, ended_at)
              select encounter_id, 1, patient_id, doctor_id, id, 'FINISHED', starts_at, ends_at
                from fresh where encounter_id is not null
              on conflict do nothing),
            told as (
              insert into outbox %s select %s from %s join fresh on fresh.id = e.told)
            select count(*) from fresh""".formatted(
                    OutboxRows.COLUMNS,
                    OutboxRows.SELECTED.formatted("appointment.events"),
                    OutboxRows.UNNEST.formatted(13, 14, 15, 16, 17));

    private static final String THOSE_THERE = "select count(*) from appointment where doctor_id = any($1)";

    private final SeedStore store;
    private final Instant now;

    AppointmentSeeding(SeedStore store, Instant now) {
        this.store = store;
        this.now = now;
    }

    /** Writes those that the doctors do not have yet: a second run with the same plan finds as many as it would write. */
    void write(SeedPlan plan, List<SeededDoctor> doctors, List<UUID> patients, SeedProgress progress) {
        int there = (int) Math.min(plan.appointments(), store.number(THOSE_THERE, List.of((Object)
                column(doctors, SeededDoctor::id, UUID[]::new))));
        progress.advance(there, 0);
        for (int from = there; from < plan.appointments(); from += PORTION) {
            int first = from;
            int last = Math.min(from + PORTION, plan.appointments());
            List<SeededAppointment> portion = IntStream.range(first, last)
                    .mapToObj(n -> SeededAppointment.of(plan, n, now))
                    .toList();
            progress.advance(portion.size(), write(plan, first, portion, doctors, patients));
        }
    }

    private int write(
            SeedPlan plan, int from, List<SeededAppointment> portion, List<SeededDoctor> doctors, List<UUID> patients) {
        OutboxRows events = new OutboxRows("appointment-service");
        for (int i = 0; i < portion.size(); i++) {
            SeededAppointment appointment = portion.get(i);
            if (!appointment.isCare(now)) continue;
            UUID event = new SeededRandom(plan.number(), SeededRandom.Kind.APPOINTMENT_EVENT, (long) from + i).id(now);
            events.add(
                    event,
                    appointment.id(),
                    appointment.eventType(),
                    appointment.event(patients.get(appointment.patient()), doctors.get(appointment.doctor()), now),
                    now);
        }
        List<Object> parameters = new ArrayList<>(List.of(
                column(portion, SeededAppointment::id, UUID[]::new),
                column(portion, appointment -> appointment.status().version(), Long[]::new),
                column(portion, appointment -> patients.get(appointment.patient()), UUID[]::new),
                column(portion, appointment -> doctors.get(appointment.doctor()).id(), UUID[]::new),
                column(portion, appointment -> timestamp(appointment.start()), OffsetDateTime[]::new),
                column(portion, appointment -> timestamp(appointment.end()), OffsetDateTime[]::new),
                column(portion, appointment -> appointment.status().name(), String[]::new),
                column(portion, SeededAppointment::reason, String[]::new),
                column(portion, SeededAppointment::encounterId, UUID[]::new),
                column(portion, appointment -> timestamp(appointment.bookedAt()), OffsetDateTime[]::new),
                SeededDoctor.CANCELLATION,
                timestamp(now)));
        parameters.addAll(events.parameters());
        return Objects.requireNonNull(
                        store.run(APPOINTMENTS, parameters).iterator().next().getLong(0))
                .intValue();
    }
}
