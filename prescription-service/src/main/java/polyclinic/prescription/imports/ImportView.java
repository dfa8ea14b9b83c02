package polyclinic.prescription.imports;

import java.time.Instant;
import java.util.UUID;

/** How an import went, in lines. The lines themselves are read at {@code …/import/{id}/lines}. */
record ImportView(UUID id, String kind, int created, int updated, int unchanged, int refused, Instant createdAt) {
    /** The path at which it can be read. */
    String location() {
        return location(kind, id);
    }

    static String location(String kind, UUID id) {
        return "/api/v1/" + kind + "/import/" + id;
    }
}
