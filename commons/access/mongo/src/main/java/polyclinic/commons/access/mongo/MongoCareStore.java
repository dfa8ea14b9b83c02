package polyclinic.commons.access.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.quarkus.mongodb.reactive.ReactiveMongoDatabase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.access.care.CareBasis;
import polyclinic.commons.access.care.CareRelationship;
import polyclinic.commons.access.care.CareStore;
import polyclinic.commons.access.care.DoctorAccount;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.commons.reconciliation.IdRange;

/**
 * Care relationships in the collection {@code care}, one document a fact, and the accounts of doctors in
 * {@code care_doctors}, so that events may come twice and in any order. {@link AccessCollections} makes their indexes.
 */
@ApplicationScoped
class MongoCareStore implements CareStore {
    private final ReactiveMongoCollection<Document> care;
    private final ReactiveMongoCollection<Document> doctors;
    private final Clock clock;

    MongoCareStore(
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            Clock clock) {
        ReactiveMongoDatabase collections = mongo.getDatabase(database);
        this.care = collections.getCollection(AccessCollections.CARE);
        this.doctors = collections.getCollection(AccessCollections.CARE_DOCTORS);
        this.clock = clock;
    }

    @Override
    public Uni<Boolean> contains(String subject, UUID patientId) {
        return ofAccount(subject)
                .chain(account -> care.find(and(eq("patientId", patientId), account))
                        .collect()
                        .first())
                .map(found -> found != null);
    }

    @Override
    public Uni<Set<UUID>> patientsOf(String subject) {
        return ofAccount(subject).chain(account -> care.distinct("patientId", account, UUID.class)
                .collect()
                .with(Collectors.toUnmodifiableSet()));
    }

    @Override
    public Uni<Void> save(List<CareRelationship> relationships) {
        return write(
                care, relationships.stream().map(MongoCareStore::unlessNewer).toList());
    }

    @Override
    public Uni<Void> saveAccounts(List<DoctorAccount> accounts) {
        return write(doctors, accounts.stream().map(MongoCareStore::unlessNewer).toList());
    }

    @Override
    public Uni<List<CareRelationship>> kept(CareBasis basis, IdRange range) {
        return care.find(
                        and(inRange(range), eq("basis", basis.wire()), gt("until", clock.instant())),
                        new FindOptions().sort(Sorts.ascending("_id")).limit(range.limit()))
                .map(document -> relationship(document, basis))
                .collect()
                .asList();
    }

    @Override
    public Uni<Map<UUID, Long>> versions(Collection<UUID> ids) {
        return care.find(in("_id", ids), new FindOptions().projection(Projections.include("version")))
                .collect()
                .asMap(document -> document.get("_id", UUID.class), document -> document.getLong("version"));
    }

    @Override
    public Uni<Void> mend(List<CareRelationship> relationships) {
        return write(
                care,
                relationships.stream()
                        .map(relationship -> update(
                                and(
                                        eq("_id", relationship.id()),
                                        or(lte("version", relationship.version()), exists("until", false))),
                                relationship))
                        .toList());
    }

    @Override
    public Uni<Void> replace(List<CareRelationship> relationships) {
        return write(
                care,
                relationships.stream()
                        .map(relationship -> update(eq("_id", relationship.id()), relationship))
                        .toList());
    }

    @Override
    public Uni<Void> remove(List<UUID> ids) {
        return care.deleteMany(in("_id", ids)).replaceWithVoid();
    }

    @Override
    public Uni<List<DoctorAccount>> keptAccounts(IdRange range) {
        return doctors.find(
                        inRange(range),
                        new FindOptions().sort(Sorts.ascending("_id")).limit(range.limit()))
                .map(document -> new DoctorAccount(
                        document.get("_id", UUID.class), document.getLong("version"), document.getString("subject")))
                .collect()
                .asList();
    }

    @Override
    public Uni<Void> mendAccounts(List<DoctorAccount> accounts) {
        return write(
                doctors,
                accounts.stream()
                        .map(account -> replacement(
                                and(eq("_id", account.doctorId()), lte("version", account.version())), account))
                        .toList());
    }

    @Override
    public Uni<Void> replaceAccounts(List<DoctorAccount> accounts) {
        return write(
                doctors,
                accounts.stream()
                        .map(account -> replacement(eq("_id", account.doctorId()), account))
                        .toList());
    }

    @Override
    public Uni<Void> removeAccounts(List<UUID> doctorIds) {
        return doctors.deleteMany(in("_id", doctorIds)).replaceWithVoid();
    }

    private static Bson inRange(IdRange range) {
        return and(gt("_id", range.after()), lte("_id", range.through()));
    }

    private static CareRelationship relationship(Document document, CareBasis basis) {
        return new CareRelationship(
                document.get("_id", UUID.class),
                document.getLong("version"),
                document.get("patientId", UUID.class),
                document.get("doctorId", UUID.class),
                document.getString("subject"),
                basis,
                document.getDate("since").toInstant(),
                document.getDate("until").toInstant(),
                document.getBoolean("selfMade", false));
    }

    private static Uni<Void> write(ReactiveMongoCollection<Document> collection, List<WriteModel<Document>> writes) {
        return collection
                .bulkWrite(writes, new BulkWriteOptions().ordered(false))
                .replaceWithVoid()
                // Those are there with this version or a later one.
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithNull();
    }

    /** A document without {@code until} is of the release before, whose replicas may still write: it counts for nobody. */
    private static WriteModel<Document> unlessNewer(CareRelationship relationship) {
        return update(
                and(eq("_id", relationship.id()), or(lt("version", relationship.version()), exists("until", false))),
                relationship);
    }

    private static WriteModel<Document> update(Bson filter, CareRelationship relationship) {
        return new UpdateOneModel<>(
                filter,
                Updates.combine(
                        Updates.set("version", relationship.version()),
                        Updates.set("patientId", relationship.patientId()),
                        Updates.set("doctorId", relationship.doctorId()),
                        Updates.set("subject", relationship.subject()),
                        Updates.set("basis", relationship.basis().wire()),
                        Updates.min("since", relationship.since()),
                        Updates.set("until", relationship.until()),
                        Updates.set("selfMade", relationship.selfMade())),
                new UpdateOptions().upsert(true));
    }

    private static WriteModel<Document> unlessNewer(DoctorAccount account) {
        return replacement(and(eq("_id", account.doctorId()), lt("version", account.version())), account);
    }

    private static WriteModel<Document> replacement(Bson filter, DoctorAccount account) {
        return new ReplaceOneModel<>(
                filter,
                new Document("_id", account.doctorId())
                        .append("version", account.version())
                        .append("subject", account.subject()),
                new ReplaceOptions().upsert(true));
    }

    /** What is the account's, by its doctor or by itself, and not over. */
    private Uni<Bson> ofAccount(String subject) {
        return doctors.find(eq("subject", subject))
                .map(doctor -> doctor.get("_id", UUID.class))
                .collect()
                .asList()
                .map(ids -> and(gt("until", clock.instant()), or(eq("subject", subject), in("doctorId", ids))));
    }
}
