package polyclinic.asset.upload;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import polyclinic.asset.access.AssetAccess;
import polyclinic.asset.access.AssetAccessPolicy;
import polyclinic.asset.access.AssetKindForbidden;
import polyclinic.asset.assets.StoreAsset;
import polyclinic.asset.kinds.FileInspection;
import polyclinic.asset.kinds.TypePolicy;
import polyclinic.commons.access.KnownPatients;
import polyclinic.commons.access.UnknownPatient;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Roles;
import polyclinic.commons.problem.Problem;

/** Decides whether an upload may be stored, before anything is written. */
@ApplicationScoped
class UploadChecks {
    private static final Duration REPLAY_TIMEOUT = Duration.ofSeconds(20);

    private final AssetAccess access;
    private final KnownPatients patients;
    private final TypePolicy types;
    private final Clock clock;

    UploadChecks(AssetAccess access, KnownPatients patients, TypePolicy types, Clock clock) {
        this.access = access;
        this.patients = patients;
        this.types = types;
        this.clock = clock;
    }

    /** Fails with the problem of the first check that the upload does not pass: the caller's role, patient, file. */
    Uni<UploadPlan> pass(StoreAsset request, UploadedFile upload, Caller caller) {
        checkRequest(request, caller);
        return checkPatient(request, caller)
                .chain(() -> inspect(upload))
                .map(file -> new UploadPlan(
                        request,
                        upload,
                        file,
                        contentType(request, upload, file),
                        caller,
                        clock.instant().plus(REPLAY_TIMEOUT)));
    }

    private void checkRequest(StoreAsset request, Caller caller) {
        if (!AssetAccessPolicy.toStore(caller).includes(request.kind())) throw new AssetKindForbidden();
        if (request.patientId() == null && request.kind().needsPatient())
            throw Problem.invalid("patientId", "must not be null");
        if (request.patientId() != null && !request.kind().needsPatient())
            throw Problem.invalid("patientId", "a backup belongs to no patient");
        if (request.expiresAt() != null && !request.expiresAt().isAfter(clock.instant()))
            throw Problem.invalid("expiresAt", "must be in the future");
    }

    /** A service has checked its patient itself; everybody else's is checked here. */
    private Uni<Void> checkPatient(StoreAsset request, Caller caller) {
        UUID patient = request.patientId();
        if (patient == null || caller.is(Roles.SERVICE)) return Uni.createFrom().voidItem();
        return access.permits(AssetAccessPolicy.toStore(caller), caller, request.kind(), patient)
                .chain(permitted ->
                        permitted ? patients.exists(patient) : Uni.createFrom().item(false))
                .chain(known ->
                        known ? Uni.createFrom().voidItem() : Uni.createFrom().failure(new UnknownPatient()));
    }

    private static Uni<FileInspection> inspect(UploadedFile upload) {
        return Uni.createFrom().completionStage(() -> Vertx.currentContext()
                .executeBlocking(() -> FileInspection.of(upload.file()), false)
                .toCompletionStage());
    }

    private String contentType(StoreAsset request, UploadedFile upload, FileInspection file) {
        types.checkSize(request.kind(), file.size());
        if (file.size() == 0) throw new EmptyFile();
        return types.accept(request.kind(), upload.declaredType(), file.type());
    }
}
