package polyclinic.asset.announcement;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import polyclinic.asset.assets.AssetView;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;

@Path("/api/v1/assets/uploads")
@Tag(ref = "Asset Resource")
class AnnouncedUploadResource {
    private final UploadAnnouncement announcement;
    private final UploadCompletion completion;
    private final AnnouncedUploadQueries queries;
    private final CurrentCaller caller;

    AnnouncedUploadResource(
            UploadAnnouncement announcement,
            UploadCompletion completion,
            AnnouncedUploadQueries queries,
            CurrentCaller caller) {
        this.announcement = announcement;
        this.completion = completion;
        this.queries = queries;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    public Uni<Answer<AnnouncedUploadView>> announce(@Valid @NotNull AnnounceUpload request) {
        return announcement.announce(request, caller.get());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    public Uni<AnnouncedUploadView> get(@PathParam("id") UUID id) {
        return queries.read(id, caller.get());
    }

    @POST
    @Path("/{id}/complete")
    @ResponseStatus(201)
    @RolesAllowed({PATIENT, RECEPTIONIST, NURSE, DOCTOR, ADMIN})
    public Uni<Answer<AssetView>> complete(@PathParam("id") UUID id, @Valid @NotNull CompleteUpload request) {
        return completion.complete(id, request, caller.get());
    }
}
