package polyclinic.asset.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetAccess;
import polyclinic.asset.access.AssetAccessPolicy;
import polyclinic.asset.access.AssetKindForbidden;
import polyclinic.asset.assets.StoreAsset;
import polyclinic.asset.batches.DocumentBatches;
import polyclinic.asset.clients.AssetReferences;
import polyclinic.asset.dicom.DicomFile;
import polyclinic.asset.kinds.FileInspection;
import polyclinic.asset.kinds.TypePolicy;
import polyclinic.asset.photos.PhotoMetadata;
import polyclinic.asset.quotas.SpoolSpace;
import polyclinic.asset.scans.ScanPolicy;
import polyclinic.commons.access.KnownPatients;
import polyclinic.commons.access.UnknownPatient;
import polyclinic.commons.async.BlockingStep;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.JsonProblems;
import polyclinic.commons.problem.Problem;

/** Decides whether an upload may be stored, as early as what has arrived allows. */
@ApplicationScoped
public class UploadChecks {
    private static final Duration REPLAY_TIMEOUT = Duration.ofSeconds(20);

    private final AssetAccess access;
    private final KnownPatients patients;
    private final AssetReferences references;
    private final DocumentBatches batches;
    private final TypePolicy types;
    private final ScanPolicy scans;
    private final SpoolSpace space;
    private final Validator validator;
    private final Clock clock;

    UploadChecks(
            AssetAccess access,
            KnownPatients patients,
            AssetReferences references,
            DocumentBatches batches,
            TypePolicy types,
            ScanPolicy scans,
            SpoolSpace space,
            Validator validator,
            Clock clock) {
        this.access = access;
        this.patients = patients;
        this.references = references;
        this.batches = batches;
        this.types = types;
        this.scans = scans;
        this.space = space;
        this.validator = validator;
        this.clock = clock;
    }

    /**
     * Reads the part {@code metadata}.
     *
     * @throws Problem when it is not what it should be, or the caller's role stores no assets of this kind
     */
    StoreAsset admit(String json, Caller caller) {
        return admit(parse(json), caller);
    }

    /** @throws Problem when the caller's role stores no assets of this kind, or such an asset cannot be so */
    public StoreAsset admit(StoreAsset request, Caller caller) {
        if (!AssetAccessPolicy.toStore(caller).includes(request.kind())) throw new AssetKindForbidden();
        if (request.patientId() == null && request.kind().needsPatient())
            throw Problem.invalid("patientId", "must not be null");
        if (request.patientId() != null && !request.kind().needsPatient())
            throw Problem.invalid("patientId", "a backup belongs to no patient");
        if (request.batchId() != null && !request.kind().hasText())
            throw Problem.invalid("batchId", "only documents come in batches");
        if (request.expiresAt() != null && !request.expiresAt().isAfter(clock.instant()))
            throw Problem.invalid("expiresAt", "must be in the future");
        return request;
    }

    private StoreAsset parse(String json) {
        try {
            StoreAsset request = Json.MAPPER.readValue(json, StoreAsset.class);
            if (request == null) throw Problem.invalid("metadata", "must not be null");
            Set<ConstraintViolation<StoreAsset>> violations = validator.validate(request);
            if (!violations.isEmpty()) throw new ConstraintViolationException(violations);
            return request;
        } catch (JsonProcessingException e) {
            throw JsonProblems.of(e);
        }
    }

    /**
     * @param metadata null while it is not known: then the file may be as large as the largest that the caller's roles store
     * @throws Problem 413
     */
    void checkSize(@Nullable StoreAsset metadata, long size, Caller caller) {
        if (metadata != null) types.checkSize(metadata.kind(), size);
        else types.checkSize(AssetAccessPolicy.toStore(caller).kinds(), size);
    }

    /**
     * Whether a file that is announced can become an asset, as far as that can be told without its bytes.
     *
     * @return fails with the first problem
     */
    public Uni<Void> passAnnounced(StoreAsset request, String contentType, long size, Caller caller) {
        types.checkSize(request.kind(), size);
        types.accept(request.kind(), contentType, contentType);
        scans.atFirst(size, AssetAccessPolicy.isOfSuite(caller));
        return checkPatient(request, caller);
    }

    /** @throws Problem 507 when the disk has no room for so many bytes more */
    public void checkSpace(long more) {
        space.require(more);
    }

    /** Fails with the problem of the first check that the upload does not pass: its patient, its file. */
    Uni<UploadPlan> pass(UploadedFile upload, Caller caller) {
        StoreAsset request = upload.metadata();
        return checkPatient(request, caller)
                .chain(() -> BlockingStep.run(() -> FileInspection.of(upload.file())))
                .chain(sent -> {
                    String contentType = contentType(request, upload, sent);
                    return BlockingStep.run(() -> new UploadPlan(
                            request,
                            upload,
                            sent,
                            prepare(upload.file(), sent, contentType),
                            contentType,
                            DicomFile.MEDIA_TYPE.equals(contentType) ? DicomFile.header(upload.file()) : null,
                            caller,
                            clock.instant().plus(REPLAY_TIMEOUT)));
                });
    }

    /** A service has checked its patient and what it refers to itself; everybody else's are checked here. */
    private Uni<Void> checkPatient(StoreAsset request, Caller caller) {
        UUID patient = request.patientId();
        if (patient == null || AssetAccessPolicy.vouchesForPatient(caller, request.kind()))
            return Uni.createFrom().voidItem();
        return access.permits(AssetAccessPolicy.toStore(caller), caller, request.kind(), patient)
                .chain(permitted ->
                        permitted ? patients.exists(patient) : Uni.createFrom().item(false))
                .chain(known ->
                        known ? Uni.createFrom().voidItem() : Uni.createFrom().failure(new UnknownPatient(patient)))
                .chain(() -> references.require(request.appointmentId(), request.prescriptionId(), patient))
                .chain(() -> batches.requireOpen(request.batchId(), patient));
    }

    /** The file as it is kept: a photo without what is no picture. */
    private static FileInspection prepare(Path file, FileInspection sent, String contentType) throws IOException {
        if (!PhotoMetadata.isPhoto(contentType)) return sent;
        PhotoMetadata.remove(file, contentType);
        return FileInspection.of(file);
    }

    private String contentType(StoreAsset request, UploadedFile upload, FileInspection file) {
        if (file.size() == 0) throw new EmptyFile();
        return types.accept(request.kind(), upload.declaredType(), file.type());
    }
}
