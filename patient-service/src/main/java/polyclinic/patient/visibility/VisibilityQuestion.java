package polyclinic.patient.visibility;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;
import polyclinic.patient.access.PatientAccessPolicy;

/**
 * Which of these patients may the caller see?
 *
 * @param roles those of the caller's roles that count; all without it
 * @param askOwners the patients of whose care the owners are asked when it is not known here, because its event may be on its way
 */
record VisibilityQuestion(
        @NotEmpty @Size(max = 200) List<@NotNull UUID> patientIds,
        @Size(max = 20) @Nullable List<@NotNull String> roles,
        @Size(max = 200) @Nullable List<@NotNull UUID> askOwners) {

    /** Fails with 422 for a role that there is not, or that has nothing to do with patients. */
    VisibilityQuestion checked() {
        if (roles != null && !PatientAccessPolicy.FOLLOWED.names(roles))
            throw Problem.invalid("roles", "must be roles that follow patients");
        return this;
    }

    boolean counts(String role) {
        return roles == null || roles.contains(role);
    }

    boolean asksOwners(UUID patientId) {
        return askOwners != null && askOwners.contains(patientId);
    }
}
