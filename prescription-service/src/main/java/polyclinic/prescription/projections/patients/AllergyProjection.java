package polyclinic.prescription.projections.patients;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.reconciliation.IdRange;
import polyclinic.commons.reconciliation.Projection;

/** {@link PatientAllergies}, held against what patient-service states. One that was removed counts for nothing. */
@ApplicationScoped
class AllergyProjection implements Projection<AllergyProjection.Entry> {
    private static final String KEPT = """
            select id, patient_id, version, code, system, name, criticality, none_known from known_allergy
             where id > $1 and id <= $2 and not removed order by id limit $3""";

    private final Pool pool;
    private final PatientAllergies allergies;
    private final AllergyHandler handler;

    AllergyProjection(Pool pool, PatientAllergies allergies, AllergyHandler handler) {
        this.pool = pool;
        this.allergies = allergies;
        this.handler = handler;
    }

    record Entry(UUID patientId, long version, KnownAllergy allergy, boolean noneKnown, boolean removed) {}

    @Override
    public String name() {
        return "known_allergy";
    }

    @Override
    public String kind() {
        return "allergies";
    }

    @Override
    public Entry read(CloudEvent fact) {
        PatientEventListener.AllergyData data = fact.as(PatientEventListener.AllergyData.class);
        KnownAllergy known = data.asKnown();
        boolean removed = PatientEventListener.REMOVALS.contains(fact.type());
        boolean noneKnown = NoKnownAllergyStatement.isStatement(data.noKnownAllergies(), known);
        return new Entry(data.patientId(), data.version(), known, noneKnown, removed);
    }

    @Override
    public UUID id(Entry row) {
        return row.allergy().id();
    }

    @Override
    public UUID key(Entry row) {
        return row.patientId();
    }

    @Override
    public long version(Entry row) {
        return row.version();
    }

    @Override
    public boolean counts(Entry row) {
        return !row.removed();
    }

    @Override
    public boolean isSame(Entry kept, Entry stated) {
        return kept.patientId().equals(stated.patientId())
                && kept.allergy().equals(stated.allergy())
                && kept.noneKnown() == stated.noneKnown()
                && kept.removed() == stated.removed();
    }

    @Override
    public Uni<List<Entry>> kept(IdRange range) {
        return pool.preparedQuery(KEPT)
                .execute(Tuple.of(range.after(), range.through(), range.limit()))
                .map(rows -> {
                    List<Entry> kept = new ArrayList<>();
                    for (Row row : rows)
                        kept.add(new Entry(
                                row.getUUID("patient_id"),
                                row.getLong("version"),
                                new KnownAllergy(
                                        row.getUUID("id"),
                                        row.getString("code"),
                                        row.getString("system"),
                                        row.getString("name"),
                                        row.getString("criticality")),
                                row.getBoolean("none_known"),
                                false));
                    return kept;
                });
    }

    @Override
    public Uni<Map<UUID, Long>> uncounted(Collection<UUID> ids) {
        return pool.preparedQuery("select id, version from known_allergy where id = any($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(row -> row.getUUID("id"), row -> row.getLong("version"))));
    }

    /** Whatever is prescribed already is screened for an allergy whose event was lost, as it would have been then. */
    @Override
    public Uni<Void> put(List<Entry> stated) {
        return each(
                stated,
                entry -> allergies.mend(
                        entry.patientId(), entry.allergy(), entry.noneKnown(), entry.version(), entry.removed()));
    }

    @Override
    public Uni<Void> putBack(List<Entry> stated) {
        return each(
                stated,
                entry -> allergies.replace(
                        entry.patientId(), entry.allergy(), entry.noneKnown(), entry.version(), entry.removed()));
    }

    private Uni<Void> each(List<Entry> stated, Function<Entry, Uni<Boolean>> write) {
        return Multi.createFrom()
                .iterable(stated)
                .onItem()
                .transformToUniAndConcatenate(entry -> Panache.withTransaction(() -> write.apply(entry)
                        .chain(written -> !written || entry.removed() || entry.noneKnown()
                                ? Uni.createFrom().voidItem()
                                : handler.recorded(entry.patientId(), entry.allergy()))))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> remove(List<UUID> ids) {
        return pool.preparedQuery("delete from known_allergy where id = any($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .replaceWithVoid();
    }
}
