package polyclinic.commons.provenance;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Roles;
import polyclinic.commons.json.SingleLine;
import polyclinic.commons.problem.Forbidden;
import polyclinic.commons.problem.Problem;

/**
 * Where a record comes from that is not this clinic's own (FHIR Provenance). Source and id together are one record's of a kind, so that
 * whoever brings records in twice brings them in once.
 *
 * @param source the system, for example {@code urn:example:old-billing}; without a bar, which parts it from the id in a search
 * @param externalId its id there
 * @param recordedAt when it was written there; the suite's own times are when it came here
 * @param author who wrote it there
 */
public record Provenance(
        @NotBlank @SingleLine @Size(max = 200) @Pattern(regexp = "[^|]*")
        String source,

        @NotBlank @SingleLine @Size(max = 200) String externalId,
        @Nullable Instant recordedAt,
        @SingleLine @Size(max = 200) @Nullable String author) {
    private static final Set<String> IMPORTER_ALONE = Set.of(Roles.IMPORTER);

    /**
     * Fails with 403 when somebody else than an importer or an administrator says that a record comes from elsewhere, and with 422 when
     * an importer does not say where from.
     */
    public static void requireSender(@Nullable Provenance provenance, Caller caller) {
        if (provenance == null && caller.roles().equals(IMPORTER_ALONE))
            throw Problem.invalid("provenance", "must be given by an importer");
        if (provenance != null && !caller.is(Roles.IMPORTER, Roles.ADMIN)) throw new Forbidden();
    }

    /** Fails with 403 when an importer takes back what was written here: they bring in what others wrote elsewhere. */
    public static void requireWriter(@Nullable Provenance provenance, Caller caller) {
        if (provenance == null && caller.roles().equals(IMPORTER_ALONE)) throw new Forbidden();
    }
}
