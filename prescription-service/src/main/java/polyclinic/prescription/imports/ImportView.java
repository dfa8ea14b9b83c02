package polyclinic.prescription.imports;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How an import went, in lines. The lines themselves are read at {@code …/import/{id}/lines}.
 *
 * @param status of one that was interrupted, what is counted was taken; the same file again takes the rest
 */
record ImportView(
        UUID id, String kind, Status status, int created, int updated, int unchanged, int refused, Instant createdAt) {
    @Schema(name = "ImportStatus")
    enum Status {
        RUNNING,
        FINISHED,
        INTERRUPTED
    }

    /** The path at which it can be read. */
    String location() {
        return location(kind, id);
    }

    static String location(String kind, UUID id) {
        return "/api/v1/" + kind + "/import/" + id;
    }
}
