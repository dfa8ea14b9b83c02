package polyclinic.notes.transcripts;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;

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
import polyclinic.notes.content.MarkEnteredInError;

@Path("/api/v1/transcripts")
class TranscriptResource {
    private final TranscriptRecording recording;
    private final TranscriptMarking marking;
    private final TranscriptQueries queries;
    private final CurrentCaller caller;

    TranscriptResource(
            TranscriptRecording recording, TranscriptMarking marking, TranscriptQueries queries, CurrentCaller caller) {
        this.recording = recording;
        this.marking = marking;
        this.queries = queries;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({DOCTOR, NURSE})
    public Uni<Answer<TranscriptView>> start(@Valid @NotNull StartTranscript request) {
        return recording.start(request, caller.get());
    }

    /** Appends while it is recorded; the answer has the segments that this brought. */
    @POST
    @Path("/{id}/segments")
    @RolesAllowed({DOCTOR, NURSE})
    public Uni<Answer<TranscriptView>> append(@PathParam("id") UUID id, @Valid @NotNull AppendSegments request) {
        return recording.append(id, request, caller.get());
    }

    @POST
    @Path("/{id}/complete")
    @RolesAllowed({DOCTOR, NURSE})
    public Uni<Answer<TranscriptView>> complete(@PathParam("id") UUID id, @Valid @NotNull CompleteTranscript request) {
        return recording.complete(id, request, caller.get());
    }

    @POST
    @Path("/{id}/entered-in-error")
    @RolesAllowed({DOCTOR, NURSE, ADMIN})
    public Uni<Answer<TranscriptView>> markEnteredInError(
            @PathParam("id") UUID id, @Valid @NotNull MarkEnteredInError request) {
        return marking.mark(id, request, caller.get());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, DOCTOR, NURSE, ADMIN})
    public Uni<Answer<TranscriptView>> read(
            @PathParam("id") UUID id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        return queries.read(id, caller.get())
                .map(transcript -> EntityTags.get(ifNoneMatch, transcript.version(), transcript));
    }

    /** Without their segments. */
    @GET
    @RolesAllowed({PATIENT, DOCTOR, NURSE, ADMIN})
    public Uni<Page<TranscriptView>> list(
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("encounterId") @Nullable UUID encounterId,
            @QueryParam("enteredInError") @Nullable Boolean enteredInError,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        TranscriptSearch search = new TranscriptSearch(
                patientId, encounterId, Boolean.TRUE.equals(enteredInError), PageKey.of(after), Cursor.limit(limit));
        return queries.list(search, caller.get());
    }
}
