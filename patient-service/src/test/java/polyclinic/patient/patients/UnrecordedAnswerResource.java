package polyclinic.patient.patients;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Roles;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Page;

/** What a careless developer would write: answers with a patient's data that leave no entry, or one of somebody else. */
@Path("/test/unrecorded")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.NURSE)
class UnrecordedAnswerResource {
    private final Audit audit;

    UnrecordedAnswerResource(Audit audit) {
        this.audit = audit;
    }

    @GET
    @Path("/answer")
    @Operation(hidden = true)
    public Uni<Answer<PossibleDuplicate.Candidate>> answer(@QueryParam("id") UUID id) {
        return Uni.createFrom().item(Answer.ok(shown(id)));
    }

    @GET
    @Path("/page")
    @Operation(hidden = true)
    public Uni<Page<PossibleDuplicate.Candidate>> page(@QueryParam("id") UUID id, @QueryParam("named") UUID named) {
        return audit.read("patient", named, named).replaceWith(new Page<>(List.of(shown(named), shown(id)), null));
    }

    @GET
    @Path("/view")
    @Operation(hidden = true)
    public PossibleDuplicate.Candidate view(@QueryParam("id") UUID id) {
        return shown(id);
    }

    @GET
    @Path("/change")
    @Operation(hidden = true)
    public Uni<Answer<PossibleDuplicate.Candidate>> change(@QueryParam("id") UUID id) {
        audit.message(audit.entry("update", "patient", id, id));
        return Uni.createFrom().item(Answer.ok(shown(id)));
    }

    private static PossibleDuplicate.Candidate shown(UUID id) {
        return new PossibleDuplicate.Candidate(id, "PC1", "Never", "Shown", LocalDate.EPOCH, false);
    }
}
