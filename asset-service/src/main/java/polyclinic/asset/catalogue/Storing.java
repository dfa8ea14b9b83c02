package polyclinic.asset.catalogue;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.asset.kinds.Inspection;
import polyclinic.asset.kinds.TypePolicy;
import polyclinic.asset.people.KnownPatients;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Roles;
import polyclinic.commons.mongo.IdempotencyReceipts;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;
import polyclinic.commons.web.Answer;

/**
 * Stores an asset: check everything, write the document as {@code storing}, put the bytes into the store, confirm the
 * document as {@code stored} together with its event and audit entry. A failure on the way takes back what was done; a
 * crash leaves a {@code storing} document with a deadline, which a repeated request or the sweeper picks up.
 */
@ApplicationScoped
class Storing {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final int RETRIES = 4;

    private final Access access;
    private final Assets assets;
    private final Audit audit;
    private final BlobStore blobs;
    private final Clock clock;
    private final KnownPatients patients;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final TypePolicy types;

    Storing(
            Access access,
            Assets assets,
            Audit audit,
            BlobStore blobs,
            Clock clock,
            KnownPatients patients,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            TypePolicy types) {
        this.access = access;
        this.assets = assets;
        this.audit = audit;
        this.blobs = blobs;
        this.clock = clock;
        this.patients = patients;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.types = types;
    }

    /** What makes two uploads the same request. */
    record Fingerprint(StoreAsset metadata, String sha256) {}

    Uni<Response> store(StoreAsset request, Upload upload, Caller caller) {
        checkKind(request, caller);
        return checkPatient(request, caller).chain(() -> inspect(upload)).chain(file -> {
            String contentType = accept(request, upload, file);
            return once(new Plan(
                    request, upload, file, contentType, caller, clock.instant().plus(PATIENCE)));
        });
    }

    /** Everything that is known once the checks have passed. */
    private record Plan(
            StoreAsset request, Upload upload, Inspection file, String contentType, Caller caller, Instant until) {}

    // --- checks ---

    private void checkKind(StoreAsset request, Caller caller) {
        if (!Grants.toStore(caller).include(request.kind())) throw new KindNotYours();
        if (request.patientId() == null && request.kind().needsPatient())
            throw Problem.invalid("patientId", "must not be null");
        if (request.patientId() != null && !request.kind().needsPatient())
            throw Problem.invalid("patientId", "a backup belongs to no patient");
        if (request.expiresAt() != null && !request.expiresAt().isAfter(clock.instant()))
            throw Problem.invalid("expiresAt", "must be in the future");
    }

    /** A service has checked its patient itself; everybody else is checked here. */
    private Uni<Void> checkPatient(StoreAsset request, Caller caller) {
        UUID patient = request.patientId();
        if (patient == null || caller.is(Roles.SERVICE)) return Uni.createFrom().voidItem();
        return access.permits(Grants.toStore(caller), caller, request.kind(), patient)
                .chain(permitted -> permitted
                        ? patients.contains(patient)
                        : Uni.createFrom().item(false))
                .invoke(Unchecked.consumer(known -> {
                    if (!known) throw new UnknownPatient();
                }))
                .replaceWithVoid();
    }

    private static Uni<Inspection> inspect(Upload upload) {
        return Uni.createFrom().completionStage(() -> Vertx.currentContext()
                .executeBlocking(() -> Inspection.of(upload.file()), false)
                .toCompletionStage());
    }

    private String accept(StoreAsset request, Upload upload, Inspection file) {
        types.checkSize(request.kind(), file.size());
        if (file.size() == 0) throw new EmptyFile();
        return types.accept(request.kind(), upload.declaredType(), file.type());
    }

    // --- the change ---

    private Uni<Response> once(Plan plan) {
        return idempotency
                .once(
                        new Fingerprint(plan.request(), plan.file().sha256()),
                        assets.mongoCollection(),
                        receipts -> begin(plan, receipts))
                .chain(response -> response.getHeaderString("Idempotency-Replayed") == null
                        ? Uni.createFrom().item(response)
                        : settled(plan, response));
    }

    private Uni<Answer> begin(Plan plan, IdempotencyReceipts receipts) {
        Asset asset = Asset.storing(
                Ids.next(),
                plan.request(),
                plan.file(),
                plan.contentType(),
                plan.upload().fileName(),
                plan.caller().subject(),
                clock.instant());
        Answer answer = Answer.created(
                "/api/v1/assets/" + asset.id,
                Asset.FIRST_VERSION,
                AssetView.of(asset).stored());
        List<Document> sealed = receipts.seal(answer);
        asset.receipts = sealed.isEmpty() ? null : sealed;
        asset.receiptKeys = IdempotencyReceipts.keys(sealed);
        return assets.begin(asset).chain(() -> fill(asset, plan)).replaceWith(answer);
    }

    private Uni<Void> fill(Asset asset, Plan plan) {
        return blobs.put(asset.id, plan.upload().file(), asset.size, asset.md5)
                .ifNoItem()
                .after(Asset.patience(asset.size))
                .fail()
                .onFailure()
                .transform(failure -> {
                    Log.warnf("asset id=%s could not be stored: %s", asset.id, failure);
                    return new BlobStoreAway();
                })
                .chain(() -> confirm(asset))
                .onFailure()
                .call(() -> takeBack(asset));
    }

    private Uni<Void> confirm(Asset asset) {
        Instant now = clock.instant();
        List<Document> messages =
                outbox.embed(audit.entry("create", "asset", asset.id, asset.patient()), asset.storedEvent(now));
        return assets.finish(asset, messages, now)
                .chain(stored -> stored != null ? Uni.createFrom().voidItem() : confirmed(asset))
                .onFailure(failure -> !(failure instanceof Problem))
                .retry()
                .withBackOff(RETRY)
                .atMost(RETRIES);
    }

    /** The update matched nothing: an earlier try got through without an answer, or the attempt came too late. */
    private Uni<Void> confirmed(Asset asset) {
        return assets.findById(asset.id)
                .chain(found -> found != null && found.status == Asset.Status.STORED && found.attempt == asset.attempt
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().failure(new BlobStoreAway()));
    }

    /** Marks first, deletes second: should the confirmation have got through after all, nothing is deleted. */
    private Uni<Void> takeBack(Asset asset) {
        return assets.abandon(asset)
                .chain(marked -> marked == null
                        ? Uni.createFrom().voidItem()
                        : blobs.delete(asset.id).chain(() -> assets.blobGone(marked)))
                .onFailure()
                .invoke(failure -> Log.warnf("asset id=%s is left to the sweeper: %s", asset.id, failure))
                .onFailure()
                .recoverWithNull();
    }

    // --- a repeated request ---

    /** The first request has answered, is at it, has failed or has died; only then is its answer true, or ours to make. */
    private Uni<Response> settled(Plan plan, Response replay) {
        String id = replay.getHeaderString("Location").replaceFirst(".*/", "");
        return assets.findById(id).chain(asset -> {
            if (asset == null || asset.status == Asset.Status.DELETED && asset.storedAt == null)
                return plan.until().isBefore(clock.instant()) ? stillRunning() : later(() -> once(plan));
            if (asset.status != Asset.Status.STORING) return Uni.createFrom().item(replay);
            if (asset.storingUntil.isBefore(clock.instant())) return takeOver(plan, replay, asset);
            return plan.until().isBefore(clock.instant()) ? stillRunning() : later(() -> settled(plan, replay));
        });
    }

    private Uni<Response> takeOver(Plan plan, Response replay, Asset dead) {
        return assets.takeOver(dead, clock.instant())
                .chain(mine -> mine == null
                        ? later(() -> settled(plan, replay))
                        : fill(mine, plan).replaceWith(replay));
    }

    private static Uni<Response> later(java.util.function.Supplier<Uni<Response>> step) {
        Context context = Vertx.currentContext();
        return Uni.createFrom()
                .emitter(emitter -> context.owner()
                        .setTimer(LOOK_AGAIN.toMillis(), due -> context.runOnContext(back -> emitter.complete(null))))
                .chain(() -> step.get());
    }

    private static Uni<Response> stillRunning() {
        return Uni.createFrom()
                .failure(new Problem(
                        409, "request-in-progress", "The same request is still running; ask again in a moment."));
    }
}
