package polyclinic.patient.patients;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import polyclinic.commons.access.PatientAccess;
import polyclinic.commons.access.postgres.PostgresCareStore;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.problem.NotFound;
import polyclinic.patient.details.PatientDetails;

/** Patients; each query is limited to a scope. */
@ApplicationScoped
public class Patients implements PanacheRepositoryBase<Patient, UUID> {
    /** How similar two names must be (pg_trgm) for two people with the same birth date to count as possible duplicates. */
    private static final double ALIKE = 0.45;

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

    Uni<String> nextUhid() {
        return getSession().chain(session -> session.createNativeQuery("select next_uhid()", String.class)
                .getSingleResult());
    }

    /**
     * Patients with the same birth date and a similar name or the same telephone number. Takes a lock on the birth date
     * until the transaction ends, so that two registrations of one person at the same time see each other.
     */
    Uni<List<Patient>> similarTo(PatientDetails details) {
        Uni<List<UUID>> ids = getSession()
                .chain(session -> session.createNativeQuery("select pg_advisory_xact_lock(:key)", Object.class)
                        .setParameter("key", details.birthDate().toEpochDay())
                        .getSingleResult()
                        .chain(() -> session.createNativeQuery("""
                                        select p.id from patient p
                                        where p.birth_date = :birthDate
                                          and (p.phone = :phone
                                               or similarity(p.search_name, searchable(:name)) >= :alike)
                                        order by similarity(p.search_name, searchable(:name)) desc
                                        limit 10""", UUID.class)
                                .setParameter("birthDate", details.birthDate())
                                .setParameter("phone", details.phone())
                                .setParameter("name", details.givenName() + " " + details.familyName())
                                .setParameter("alike", ALIKE)
                                .getResultList()));
        return ids.chain(this::byIds);
    }

    /** Finds by whole values and by {@code q}; best match first, then by id. One row more than the limit is fetched. */
    Uni<List<Match>> search(PatientSearch search, Scope scope) {
        if (scope instanceof Scope.None) return Uni.createFrom().item(List.of());
        return getSession()
                .chain(session -> within(scope, session.createNativeQuery("""
                        select id, score from (
                          select p.id, coalesce(m.score, 0) as score, coalesce(m.missed, 0) as missed
                          from patient p
                          left join lateral (
                            select sum(best) as score, count(*) filter (where best = 0) as missed
                            from (
                              select w.word, max(case
                                  when n.name = w.word then 1.0
                                  when n.name like w.word || '%' then 0.9
                                  when levenshtein_less_equal(left(n.name, 60), left(w.word, 60), 2)
                                       <= (case when length(w.word) >= 5 then 2 when length(w.word) >= 3 then 1 else 0 end)
                                    then 0.7
                                  else 0 end) as best
                              from unnest(string_to_array(searchable(:q), ' ')) as w(word),
                                   unnest(string_to_array(p.search_name, ' ')) as n(name)
                              where w.word <> ''
                              group by w.word) as words
                          ) m on cast(:q as text) is not null
                          where (cast(:uhid as text) is null or p.uhid = :uhid)
                            and (cast(:phone as text) is null or p.phone = :phone)
                            and (cast(:email as text) is null or lower(p.email) = lower(:email))
                            and (cast(:birthDate as date) is null or p.birth_date = :birthDate)
                            and (cast(:system as text) is null or exists (
                              select from patient_identifier i
                              where i.patient_id = p.id and i.system = :system and i.value = :value))
                            and (cast(:q as text) is null or searchable(:q) <% p.search_name)
                            and\s""" + visible(scope) + """
                        ) found
                        where missed = 0
                          and (cast(:afterId as uuid) is null
                               or score < :afterScore or (score = :afterScore and id > :afterId))
                        order by score desc, id
                        limit :limit""", Object[].class))
                        .setParameter("q", search.q())
                        .setParameter("uhid", search.uhid())
                        .setParameter("phone", search.phone())
                        .setParameter("email", search.email())
                        .setParameter("birthDate", search.birthDate())
                        .setParameter("system", search.system())
                        .setParameter("value", search.value())
                        .setParameter("afterId", search.afterId())
                        .setParameter("afterScore", search.afterScore())
                        .setParameter("limit", search.limit() + 1)
                        .getResultList()
                        .map(rows -> rows.stream()
                                .map(row -> new Match((UUID) row[0], (BigDecimal) row[1]))
                                .toList()));
    }

    /** Access as part of a query over {@code patient p}. */
    private static String visible(Scope scope) {
        return scope.match(
                () -> "true",
                own -> "p.id = :ownPatient",
                doctor -> PostgresCareStore.IN_CARE.formatted("p.id", ":doctor"),
                // A union of two searches by index; an "or" of the two would look at each patient.
                (own, doctor) -> "p.id in (select cast(:ownPatient as uuid) union all select i.id from patient i where "
                        + PostgresCareStore.IN_CARE.formatted("i.id", ":doctor") + ")",
                () -> "false");
    }

    private static <T> Mutiny.SelectionQuery<T> within(Scope scope, Mutiny.SelectionQuery<T> query) {
        if (scope.patientId() != null) query.setParameter("ownPatient", scope.patientId());
        if (scope.doctorSubject() != null) query.setParameter("doctor", scope.doctorSubject());
        return query;
    }

    Uni<List<Patient>> byIds(List<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(List.of())
                : find("select distinct p from Patient p left join fetch p.identifiers where p.id in ?1", ids)
                        .list();
    }

    /** A match: the better it fits, the higher its score; 0 when no {@code q} was given. */
    record Match(UUID id, BigDecimal score) {}
}
