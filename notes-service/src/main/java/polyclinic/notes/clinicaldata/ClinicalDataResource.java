package polyclinic.notes.clinicaldata;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
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
import polyclinic.commons.values.ClinicDays;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;
import polyclinic.notes.batches.RecordedBatchView;
import polyclinic.notes.clinicaldata.RecordClinicalData.RecordClinicalDataBatch;
import polyclinic.notes.content.MarkEnteredInError;
import polyclinic.notes.store.SearchPeriod;

@Path("/api/v1/clinical-data")
class ClinicalDataResource {
    private final ClinicalDataRecording recording;
    private final ClinicalDataMarking marking;
    private final ClinicalDataQueries queries;
    private final CurrentCaller caller;
    private final ClinicDays days;

    ClinicalDataResource(
            ClinicalDataRecording recording,
            ClinicalDataMarking marking,
            ClinicalDataQueries queries,
            CurrentCaller caller,
            ClinicDays days) {
        this.recording = recording;
        this.marking = marking;
        this.queries = queries;
        this.caller = caller;
        this.days = days;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({DOCTOR, NURSE, LAB_TECHNICIAN, ADMIN})
    public Uni<Answer<ClinicalDataView>> record(@Valid @NotNull RecordClinicalData request) {
        return recording.record(request, caller.get());
    }

    /** Several data of one patient; see {@link RecordClinicalDataBatch}. */
    @POST
    @Path("/batch")
    @RolesAllowed({DOCTOR, NURSE, LAB_TECHNICIAN, ADMIN})
    public Uni<Answer<RecordedBatchView>> recordAll(@Valid @NotNull RecordClinicalDataBatch request) {
        return recording.recordAll(request, caller.get());
    }

    @POST
    @Path("/{id}/entered-in-error")
    @RolesAllowed({DOCTOR, NURSE, LAB_TECHNICIAN, ADMIN})
    public Uni<Answer<ClinicalDataView>> markEnteredInError(
            @PathParam("id") UUID id, @Valid @NotNull MarkEnteredInError request) {
        return marking.mark(id, request, caller.get());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, DOCTOR, NURSE, LAB_TECHNICIAN, ADMIN})
    public Uni<Answer<ClinicalDataView>> read(
            @PathParam("id") UUID id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        return queries.read(id, caller.get()).map(item -> EntityTags.get(ifNoneMatch, item.version(), item));
    }

    /** {@code from} and {@code to}: instants, or days of the clinic. */
    @GET
    @RolesAllowed({PATIENT, DOCTOR, NURSE, LAB_TECHNICIAN, ADMIN})
    public Uni<Page<ClinicalDataView>> list(
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("dataType") @Nullable String dataType,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("enteredInError") @Nullable Boolean enteredInError,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        boolean marked = Boolean.TRUE.equals(enteredInError);
        return queries.list(search(patientId, dataType, from, to, marked, after, limit), caller.get());
    }

    /** {@code code}: a code or a name of what was measured, for paths that lead to numbers of several things. */
    @GET
    @Path("/trend")
    @RolesAllowed({PATIENT, DOCTOR, NURSE, LAB_TECHNICIAN, ADMIN})
    public Uni<Page<Trend.Point>> trend(
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("dataType") @Nullable String dataType,
            @QueryParam("path") @Nullable String path,
            @QueryParam("code") @Nullable String code,
            @QueryParam("unit") @Nullable String unit,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        Trend trend = Trend.of(search(patientId, dataType, from, to, false, after, limit), path, code, unit);
        return queries.trend(trend, caller.get());
    }

    private ClinicalDataSearch search(
            @Nullable UUID patientId,
            @Nullable String dataType,
            @Nullable String from,
            @Nullable String to,
            boolean enteredInError,
            @Nullable String after,
            @Nullable Integer limit) {
        return new ClinicalDataSearch(
                patientId,
                dataType,
                SearchPeriod.of(from, to, days.zone()),
                enteredInError,
                PageKey.of(after),
                Cursor.limit(limit));
    }
}
