package polyclinic.notes.ailogs;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;
import polyclinic.notes.ailogs.entries.AiLogKind;

@Path("/api/v1/ai-logs")
class AiLogResource {
    private final AiLogRecording recording;
    private final AiLogQueries queries;
    private final CurrentCaller caller;

    AiLogResource(AiLogRecording recording, AiLogQueries queries, CurrentCaller caller) {
        this.recording = recording;
        this.queries = queries;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({DOCTOR, NURSE, ADMIN})
    public Uni<Answer<AiLogView>> record(@Valid @NotNull RecordAiLog request) {
        return recording.record(request, caller.get());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({DOCTOR, NURSE, ADMIN})
    public Uni<Answer<AiLogView>> read(
            @PathParam("id") UUID id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        return queries.read(id, caller.get()).map(entry -> EntityTags.get(ifNoneMatch, AiLogQueries.VERSION, entry));
    }

    @GET
    @RolesAllowed({DOCTOR, NURSE, ADMIN})
    public Uni<Page<AiLogView>> list(
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("kind") @Nullable AiLogKind kind,
            @QueryParam("conversationId") @Nullable UUID conversationId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        AiLogSearch search = new AiLogSearch(patientId, kind, conversationId, PageKey.of(after), Cursor.limit(limit));
        return queries.list(search, caller.get());
    }
}
