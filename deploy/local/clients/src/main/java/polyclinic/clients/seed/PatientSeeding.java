package polyclinic.clients.seed;

import static polyclinic.clients.seed.SeedStore.column;
import static polyclinic.clients.seed.SeedStore.timestamp;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import polyclinic.clients.seed.invention.InventedNames;
import polyclinic.clients.seed.invention.SeedPlan;
import polyclinic.clients.seed.invention.SeededPatient;
import polyclinic.clients.seed.invention.SeededRandom;
import polyclinic.commons.postgres.names.NameKey;

/**
 * Writes patients as patient-service would have: the same columns, the keys by which names are found, an identifier, and the event
 * that tells the other services. Who is there already stays as they are.
 */
final class PatientSeeding {
    private static final int PORTION = 1_000;

    /**
     * The words of names beforehand, by themselves and in order: a registration that adds the same words at the same time then
     * waits for one statement at most, and never in a circle.
     */
    private static final String WORDS = """
            insert into patient_name_word (word) select word from unnest($1::text[]) as t(word) order by 1
            on conflict do nothing""";

    private static final String PATIENTS = """
            with fresh as (
              insert into patient (id, version, uhid, given_name, family_name, birth_date, birth_date_estimated, sex, phone,
                                   email, email_shared, address, emergency_contacts, search_name, search_words, search_version,
                                   created_at, updated_at)
              select p.id, 0, p.uhid, p.given, p.family, p.born, p.estimated, p.sex, p.phone, p.email, false, p.address, '[]',
                     p.name, p.words, $15, p.at, p.at
                from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::date[], $6::boolean[], $7::text[], $8::text[],
                            $9::text[], $10::text[], $11::text[], $12::text[], $13::timestamptz[])
                     as p(id, uhid, given, family, born, estimated, sex, phone, email, address, name, words, at)
              on conflict do nothing returning id),
            identified as (
              insert into patient_identifier (patient_id, position, system, value)
              select n.id, 0, 'urn:polyclinic:seed', n.value
                from unnest($1::uuid[], $14::text[]) as n(id, value) join fresh on fresh.id = n.id)
            insert into outbox %s select %s from %s join fresh on fresh.id = e.told""".formatted(
                    OutboxRows.COLUMNS,
                    OutboxRows.SELECTED.formatted("patient.events"),
                    OutboxRows.UNNEST.formatted(16, 17, 18, 19, 20));

    private final SeedStore store;
    private final InventedNames names;
    private final Instant now;

    PatientSeeding(SeedStore store, InventedNames names, Instant now) {
        this.store = store;
        this.names = names;
        this.now = now;
    }

    /** Returns the ids of the plan's patients, in their order; {@code progress} is told how many are done. */
    List<UUID> write(SeedPlan plan, SeedProgress progress) {
        List<UUID> ids = new ArrayList<>();
        for (int from = 0; from < plan.patients(); from += PORTION) {
            List<SeededPatient> portion = IntStream.range(from, Math.min(from + PORTION, plan.patients()))
                    .mapToObj(n -> SeededPatient.of(plan.number(), n, names))
                    .toList();
            int written = write(plan, from, portion);
            portion.forEach(patient -> ids.add(patient.id()));
            progress.advance(portion.size(), written);
        }
        return ids;
    }

    private int write(SeedPlan plan, int from, List<SeededPatient> portion) {
        List<NameKey> keys = portion.stream()
                .map(patient -> NameKey.of(patient.givenName(), patient.familyName()))
                .toList();
        String[] words = keys.stream()
                .flatMap(key -> Arrays.stream(key.words().strip().split(" ")))
                .distinct()
                .toArray(String[]::new);
        store.run(WORDS, List.of((Object) words));
        OutboxRows events = new OutboxRows("patient-service");
        for (int i = 0; i < portion.size(); i++) {
            SeededPatient patient = portion.get(i);
            UUID event = new SeededRandom(plan.number(), SeededRandom.Kind.PATIENT_EVENT, (long) from + i).id(now);
            events.add(event, patient.id(), "patient.registered.v1", patient.registered(), now);
        }
        List<Object> parameters = new ArrayList<>(List.of(
                column(portion, SeededPatient::id, UUID[]::new),
                column(portion, SeededPatient::uhid, String[]::new),
                column(portion, SeededPatient::givenName, String[]::new),
                column(portion, SeededPatient::familyName, String[]::new),
                column(portion, SeededPatient::birthDate, LocalDate[]::new),
                column(portion, SeededPatient::isBirthDateEstimated, Boolean[]::new),
                column(portion, SeededPatient::sex, String[]::new),
                column(portion, SeededPatient::phone, String[]::new),
                column(portion, SeededPatient::email, String[]::new),
                column(portion, SeededPatient::address, String[]::new),
                column(keys, NameKey::latin, String[]::new),
                column(keys, NameKey::words, String[]::new),
                column(portion, patient -> timestamp(patient.registeredAt()), OffsetDateTime[]::new),
                column(portion, SeededPatient::number, String[]::new),
                NameKey.VERSION));
        parameters.addAll(events.parameters());
        return store.run(PATIENTS, parameters).rowCount();
    }
}
