package polyclinic.patient.patients;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import polyclinic.commons.access.PatientAccess;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.names.NameKey;
import polyclinic.commons.postgres.names.NameQuestion;
import polyclinic.commons.postgres.reconciliation.RestatedFacts;
import polyclinic.commons.problem.NotFound;
import polyclinic.patient.details.DuplicateIdentifier;
import polyclinic.patient.details.PatientDetails;
import polyclinic.patient.details.Sex;

/** Patients; each query is limited to a scope. */
@ApplicationScoped
public class Patients implements PanacheRepositoryBase<Patient, UUID>, RestatedFacts {
    /** How similar two names must be (pg_trgm) for two people with the same birth date to count as possible duplicates. */
    private static final double ALIKE = 0.45;

    /** Told ages are often round ones. */
    private static final int YEARS_OFF = 3;

    private static final int MAX_CANDIDATES = 10;

    /** Id, whether the telephone number is the same, how similar the names are, and the words of the name. */
    private static final String CANDIDATES = """
            select p.id, coalesce(p.phone = cast(:phone as text) and p.birth_date = cast(:birthDate as date), false),
                   similarity(p.search_name, :name), p.search_words
              from patient p
             where p.birth_date = cast(:birthDate as date)
                or p.search_name % :name
               and (p.birth_date is null
                    or cast(:birthDate as date) is null
                    or (p.birth_date_estimated or :estimated)
                       and abs(p.birth_date - cast(:birthDate as date)) <= :daysOff)
             order by similarity(p.search_name, :name) desc
             limit 200""";

    /** Times and dates as text and number: what the driver makes of them is not what Hibernate makes of them. */
    private static final String STATED = """
            select id, version, uhid, given_name, family_name, cast(birth_date as text), birth_date_estimated, sex, phone,
                   email, cast(extract(epoch from updated_at) * 1000000 as bigint)
              from patient where id > :after order by id limit :limit""";

    private final PatientAccess access;
    private final PatientRecords records;

    Patients(PatientAccess access, PatientRecords records) {
        this.access = access;
        this.records = records;
    }

    /**
     * Fails with {@link NotFound} unless the patient exists and the scope reaches them. Must not be called inside a transaction:
     * for a doctor, appointment-service may be asked.
     */
    public Uni<Void> requireReached(UUID id, Scope scope) {
        return access.reaches(scope, id)
                .chain(reached -> reached ? Uni.createFrom().voidItem() : records.refuse(id));
    }

    /** Returns the patient; the caller has already been checked to reach them. */
    public Uni<Patient> require(UUID id) {
        return findById(id).onItem().ifNull().failWith(() -> new NotFound("patient"));
    }

    /** Fails with {@link DuplicateIdentifier} when another patient has the patient's e-mail address. */
    Uni<Void> requireOwnEmail(Patient patient) {
        String email = patient.details().email();
        if (email == null) return Uni.createFrom().voidItem();
        return getSession()
                .chain(session -> session.createNativeQuery(
                                "select id from patient where lower(email) = lower(:email) and id <> :id limit 1",
                                UUID.class)
                        .setParameter("email", email)
                        .setParameter("id", patient.id())
                        .getResultList())
                .invoke(others -> {
                    if (!others.isEmpty()) throw DuplicateIdentifier.email();
                })
                .replaceWithVoid();
    }

    /** Fails, now and not at the end of the transaction, when an identifier that was written is another patient's. */
    Uni<Void> requireOwnIdentifiers() {
        return getSession()
                .chain(session -> session.createNativeQuery("set constraints patient_identifier_unique immediate")
                        .executeUpdate())
                .replaceWithVoid();
    }

    Uni<String> nextUhid() {
        return getSession().chain(session -> session.createNativeQuery("select next_uhid()", String.class)
                .getSingleResult());
    }

    /**
     * Patients who may be the same person: with the same birth date and a similar name or the same telephone number; with a similar
     * name and birth dates of which one is unknown, or estimated and within {@value #YEARS_OFF} years of the other. Takes a lock on
     * the birth date until the transaction ends, so that two registrations of one person at the same time see each other.
     */
    Uni<List<Patient>> similarTo(PatientDetails details) {
        LocalDate birthDate = details.birthDate();
        String name = NameKey.of(details.givenName(), details.familyName()).latin();
        NameQuestion question = NameQuestion.of(name(details));
        return getSession()
                .chain(session -> session.createNativeQuery("select pg_advisory_xact_lock(:key)", Object.class)
                        .setParameter("key", birthDate == null ? Long.MIN_VALUE : birthDate.toEpochDay())
                        .getSingleResult()
                        .chain(() -> session.createNativeQuery(CANDIDATES, Object[].class)
                                .setParameter("birthDate", birthDate)
                                .setParameter("phone", details.phone())
                                .setParameter("estimated", Boolean.TRUE.equals(details.birthDateEstimated()))
                                .setParameter("daysOff", YEARS_OFF * 366)
                                .setParameter("name", name)
                                .getResultList()))
                .map(rows -> rows.stream()
                        .filter(row ->
                                isAlike((boolean) row[1], ((Number) row[2]).doubleValue(), (String) row[3], question))
                        .limit(MAX_CANDIDATES)
                        .map(row -> (UUID) row[0])
                        .toList())
                .chain(this::byIds);
    }

    private static boolean isAlike(boolean samePhone, double similarity, String words, NameQuestion question) {
        return samePhone || similarity >= ALIKE || question.likeness(words) > 0;
    }

    private static String name(PatientDetails details) {
        return Objects.toString(details.givenName(), "") + " " + Objects.toString(details.familyName(), "");
    }

    Uni<List<Patient>> byIds(List<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(List.of())
                : find("select distinct p from Patient p left join fetch p.identifiers where p.id in ?1", ids)
                        .list();
    }

    @Override
    public String statedKind() {
        return "patients";
    }

    /** Without the entities: their identifiers, of which nobody is told, would be a statement each. */
    @Override
    public Uni<List<Fact>> state(UUID after, int limit) {
        return getSession()
                .chain(session -> session.createNativeQuery(STATED, Object[].class)
                        .setParameter("after", after)
                        .setParameter("limit", limit)
                        .getResultList())
                .map(rows -> rows.stream().map(Patients::fact).toList());
    }

    private static Fact fact(Object[] row) {
        PatientEvent.Snapshot patient = new PatientEvent.Snapshot(
                (UUID) row[0],
                ((Number) row[1]).longValue(),
                (String) row[2],
                (String) row[3],
                (String) row[4],
                row[5] == null ? null : LocalDate.parse((String) row[5]),
                row[5] == null ? null : (Boolean) row[6],
                Sex.valueOf((String) row[7]),
                (String) row[8],
                (String) row[9]);
        return new Fact(
                patient.patientId(),
                new PatientEvent.Registered(patient),
                Instant.EPOCH.plus(((Number) row[10]).longValue(), ChronoUnit.MICROS));
    }
}
