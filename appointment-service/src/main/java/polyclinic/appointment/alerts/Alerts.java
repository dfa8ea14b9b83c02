package polyclinic.appointment.alerts;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.ScopedQuery;
import polyclinic.appointment.access.WorkVisibility;
import polyclinic.appointment.work.Severity;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.HiddenRows;
import polyclinic.commons.values.Ids;

/** Who sees an alert is part of each query. */
@ApplicationScoped
class Alerts implements PanacheRepositoryBase<Alert, UUID> {
    /** Ids first: a statement in SQL has no arrays as members of an entity. */
    private static final String SELECT = "select w.id from alert w";

    /** Nothing is inserted for a fact that has its alert, for stock that is low already, and for what is over. */
    private static final String RAISE = """
            insert into alert (id, version, kind, severity, source, patient_id, doctor_id, roles, subjects, about_type, about_id,
                               reason, status, raised_at, updated_at)
            select :id, 0, :kind, :severity, :source, cast(:patient as uuid), cast(:doctor as uuid),
                   :roles, :subjects, :aboutType, :aboutId, :reason, 'OPEN', :happened, :now
             where not exists (select from alert_ended e where e.kind = :kind and e.about_id = :aboutId and e.until >= :happened)
            on conflict do nothing""";

    private static final String ACKNOWLEDGE = """
            update alert w set status = 'ACKNOWLEDGED', acknowledged_by = :by, acknowledged_at = :now, note = :note,
                               version = version + 1, updated_at = :now
             where w.id = :id and w.status = 'OPEN' and\s""";

    private static final String END = """
            insert into alert_ended (kind, about_id, until) values (:kind, :about, :until)
            on conflict (kind, about_id) do update set until = greatest(alert_ended.until, excluded.until)""";

    /** The severe ones are somebody's to acknowledge, whatever has happened since. */
    private static final String ACKNOWLEDGE_ENDED = """
            update alert set status = 'ACKNOWLEDGED', acknowledged_by = :by, acknowledged_at = :now, version = version + 1,
                             updated_at = :now
             where kind = :kind and about_id = :about and status = 'OPEN' and severity <> 'CRITICAL' and raised_at <= :until
            returning id""";

    private final WorkVisibility visibility;

    Alerts(WorkVisibility visibility) {
        this.visibility = visibility;
    }

    /** In the open transaction: the new alert, or null when there is none to raise. */
    Uni<@Nullable Alert> raise(AlertFact fact, Severity severity, Instant now) {
        UUID id = Ids.next();
        String[] roles = Stream.concat(fact.kind().audience().stream(), fact.roles().stream())
                .distinct()
                .map(Enum::name)
                .toArray(String[]::new);
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(RAISE)
                        .setParameter("id", id)
                        .setParameter("kind", fact.kind().name())
                        .setParameter("severity", severity.name())
                        .setParameter("source", fact.source())
                        .setParameter("patient", text(fact.patientId()))
                        .setParameter("doctor", text(fact.doctorId()))
                        .setParameter("roles", roles)
                        .setParameter("subjects", fact.subjects().toArray(String[]::new))
                        .setParameter("aboutType", fact.about().type())
                        .setParameter("aboutId", fact.about().id())
                        .setParameter("reason", fact.reason())
                        .setParameter("happened", fact.happenedAt())
                        .setParameter("now", now)
                        .executeUpdate())
                .chain(inserted -> inserted == 0 ? Uni.createFrom().nullItem() : findById(id));
    }

    /** In the open transaction: whether it was open and is acknowledged by this account now. Two at once are told apart by the row. */
    Uni<Boolean> acknowledge(UUID id, Caller caller, @Nullable String note, Instant now) {
        ScopedQuery visible = visibility.alerts(caller);
        return Panache.getSession().chain(session -> {
            var update = session.createNativeQuery(ACKNOWLEDGE + visible.conditions())
                    .setParameter("id", id)
                    .setParameter("by", caller.subject())
                    .setParameter("note", note)
                    .setParameter("now", now);
            visible.parameters().forEach(update::setParameter);
            return update.executeUpdate().map(changed -> changed == 1);
        });
    }

    /** In the open transaction: the alerts of a kind about a thing are over that were raised until then. Those that were open. */
    Uni<List<Alert>> end(AlertKind kind, UUID about, Instant until, String by, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(END)
                        .setParameter("kind", kind.name())
                        .setParameter("about", about)
                        .setParameter("until", until)
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery(ACKNOWLEDGE_ENDED, UUID.class)
                                .setParameter("by", by)
                                .setParameter("now", now)
                                .setParameter("kind", kind.name())
                                .setParameter("about", about)
                                .setParameter("until", until)
                                .getResultList()))
                .chain(ids -> ids.isEmpty() ? Uni.createFrom().item(List.of()) : list("id in ?1", ids));
    }

    Uni<Alert> require(UUID id, Caller caller) {
        ScopedQuery query = visibility.alerts(caller).and("w.id = :id", "id", id);
        return WorkVisibility.rows(SELECT, query, "", UUID.class, 1)
                .chain(found -> found.isEmpty() ? HiddenRows.notFound("alert", "Alert", id) : findById(found.get(0)));
    }

    /** What a list is about; null asks for any. */
    record Filter(
            @Nullable UUID patientId,
            @Nullable AlertStatus status,
            @Nullable Severity severity,
            @Nullable AlertKind kind) {}

    /** Newest first: ids are made in the order of time. */
    Uni<List<Alert>> list(Filter filter, Caller caller, @Nullable UUID last, int limit) {
        ScopedQuery query = visibility
                .alerts(caller)
                .and("w.patient_id = :patient", "patient", filter.patientId())
                .and(WorkVisibility.hasStatus(filter.status()))
                .and("w.severity = :severity", "severity", name(filter.severity()))
                .and("w.kind = :kind", "kind", name(filter.kind()))
                .and("w.id < :last", "last", last);
        if (filter.patientId() == null && filter.status() != AlertStatus.OPEN) visibility.recentOnly(query);
        return WorkVisibility.rows(SELECT, query, " order by w.id desc", UUID.class, limit + 1)
                .chain(ids ->
                        ids.isEmpty() ? Uni.createFrom().item(List.of()) : list("id in ?1 order by id desc", ids));
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}
