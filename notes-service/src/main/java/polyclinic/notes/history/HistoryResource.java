package polyclinic.notes.history;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.IMPORTER;
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
import java.time.ZoneOffset;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.provenance.ExternalId;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;
import polyclinic.notes.batches.RecordedBatchView;
import polyclinic.notes.content.MarkEnteredInError;
import polyclinic.notes.events.HistoryType;
import polyclinic.notes.store.SearchPeriod;

@Path("/api/v1/history")
class HistoryResource {
    private final HistoryRecording recording;
    private final HistoryMarking marking;
    private final HistoryQueries queries;
    private final CurrentCaller caller;

    HistoryResource(HistoryRecording recording, HistoryMarking marking, HistoryQueries queries, CurrentCaller caller) {
        this.recording = recording;
        this.marking = marking;
        this.queries = queries;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({DOCTOR, NURSE, ADMIN, IMPORTER})
    public Uni<Answer<HistoryView>> record(@Valid @NotNull RecordHistory request) {
        return recording.record(request, caller.get());
    }

    /** Several entries of one patient; see {@link RecordHistoryBatch}. */
    @POST
    @Path("/batch")
    @RolesAllowed({DOCTOR, NURSE, ADMIN, IMPORTER})
    public Uni<Answer<RecordedBatchView>> recordAll(@Valid @NotNull RecordHistoryBatch request) {
        return recording.recordAll(request, caller.get());
    }

    @POST
    @Path("/{id}/entered-in-error")
    @RolesAllowed({DOCTOR, NURSE, ADMIN, IMPORTER})
    public Uni<Answer<HistoryView>> markEnteredInError(
            @PathParam("id") UUID id, @Valid @NotNull MarkEnteredInError request) {
        return marking.mark(id, request, caller.get());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, DOCTOR, NURSE, ADMIN, IMPORTER})
    public Uni<Answer<HistoryView>> read(
            @PathParam("id") UUID id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        return queries.read(id, caller.get()).map(entry -> EntityTags.get(ifNoneMatch, entry.version(), entry));
    }

    @GET
    @RolesAllowed({PATIENT, DOCTOR, NURSE, ADMIN, IMPORTER})
    public Uni<Page<HistoryView>> list(
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("type") @Nullable HistoryType type,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("enteredInError") @Nullable Boolean enteredInError,
            @QueryParam("externalId") @Nullable String externalId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        HistorySearch search = new HistorySearch(
                patientId,
                type,
                // What is recorded is a date alone, of no zone; kept as its midnight in UTC.
                SearchPeriod.of(from, to, ZoneOffset.UTC),
                Boolean.TRUE.equals(enteredInError),
                ExternalId.of(externalId),
                PageKey.of(after),
                Cursor.limit(limit));
        return queries.list(search, caller.get());
    }
}
