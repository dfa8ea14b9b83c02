package polyclinic.appointment.doctors;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.ScopedQuery;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.names.NameQuestion;
import polyclinic.commons.postgres.reconciliation.RestatedFacts;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.provenance.ExternalId;

/** Doctors are no secret: every role that may ask sees them all. */
@ApplicationScoped
public class Doctors implements PanacheRepositoryBase<Doctor, UUID>, RestatedFacts {
    public Uni<Doctor> require(UUID id) {
        return findById(id).onItem().ifNull().failWith(() -> new NotFound("doctor"));
    }

    /** Those of the doctors that exist, by id. */
    public Uni<Map<UUID, DoctorSummary>> summaries(Collection<UUID> ids) {
        if (ids.isEmpty()) return Uni.createFrom().item(Map.of());
        return list("id in ?1", ids).map(found -> found.stream()
                .map(Doctor::summary)
                .collect(Collectors.toMap(DoctorSummary::id, Function.identity())));
    }

    /** The doctor whose account this is. */
    Uni<Doctor> requireAccount(String subject) {
        return find("subject", subject).firstResult().onItem().ifNull().failWith(() -> new NotFound("doctor"));
    }

    /** A doctor acts for themselves only; 403 when the caller is another doctor. */
    public Uni<Doctor> requireActingAs(UUID id, Scope calendars) {
        return require(id).invoke(doctor -> {
            boolean own = calendars.match(
                    () -> true,
                    patient -> false,
                    doctor::isAccountOf,
                    (patient, subject) -> doctor.isAccountOf(subject),
                    () -> false);
            if (!own) throw new NotYourCalendar();
        });
    }

    /** @param question whole words of names or their beginnings, in any script, all of which must match */
    record Filter(
            @Nullable String specialty,
            @Nullable NameQuestion question,
            @Nullable ExternalId externalId) {
        static Filter of(@Nullable String specialty, @Nullable String q, @Nullable String externalId) {
            return new Filter(
                    specialty == null ? null : specialty.toLowerCase(Locale.ROOT),
                    q == null || q.isBlank() ? null : NameQuestion.of(q),
                    ExternalId.of(externalId));
        }
    }

    /** Where a page ended: doctors are sorted by family name, given name, id. */
    record DoctorPosition(String familyName, String givenName, UUID id) {}

    Uni<List<Doctor>> list(Filter filter, @Nullable DoctorPosition after, int limit) {
        ScopedQuery query = ScopedQuery.within(Scope.ALL)
                .and("lower(specialty) = :specialty", "specialty", filter.specialty())
                .from(filter.externalId());
        NameQuestion question = filter.question();
        if (question != null) {
            List<String> patterns = new ArrayList<>();
            query.and(question.leniently("searchWords", Map.of(), words -> "1 = 0", pattern -> {
                patterns.add(pattern);
                return ":word" + (patterns.size() - 1);
            }));
            for (int i = 0; i < patterns.size(); i++) query.with("word" + i, patterns.get(i));
        }
        if (after != null)
            query.and("familyName > :family or familyName = :family and (givenName > :given"
                            + " or givenName = :given and id > :id)")
                    .with("family", after.familyName())
                    .with("given", after.givenName())
                    .with("id", after.id());
        return find(query.conditions() + " order by familyName, givenName, id", query.parameters())
                .range(0, limit)
                .list();
    }

    @Override
    public String statedKind() {
        return "doctors";
    }

    @Override
    public Uni<List<Fact>> state(UUID after, int limit) {
        return RestatedFacts.first(find("id > ?1 order by id", after), limit)
                .map(page -> page.stream().map(Doctor::fact).toList());
    }
}
