package polyclinic.notes.notes;

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
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.provenance.ExternalId;
import polyclinic.commons.values.ClinicDays;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;
import polyclinic.notes.events.NoteType;
import polyclinic.notes.notes.NoteSearch.NoteCriteria;
import polyclinic.notes.store.SearchPeriod;

@Path("/api/v1/notes")
class NoteResource {
    private final NoteQueries notes;
    private final CurrentCaller caller;
    private final ClinicDays days;

    NoteResource(NoteQueries notes, CurrentCaller caller, ClinicDays days) {
        this.notes = notes;
        this.caller = caller;
        this.days = days;
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, DOCTOR, NURSE, ADMIN, IMPORTER})
    public Uni<Answer<NoteView>> read(
            @PathParam("id") UUID id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        return notes.read(id, caller.get()).map(note -> EntityTags.get(ifNoneMatch, note.version(), note));
    }

    /** {@code from} and {@code to}: instants, or days of the clinic. */
    @GET
    @RolesAllowed({PATIENT, DOCTOR, NURSE, ADMIN, IMPORTER})
    public Uni<Page<NoteView>> search(
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("q") @Nullable String q,
            @QueryParam("type") @Nullable NoteType type,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("enteredInError") @Nullable Boolean enteredInError,
            @QueryParam("externalId") @Nullable String externalId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        return search(new NoteCriteria(patientId, q, type, from, to, enteredInError, externalId, limit, after));
    }

    /** The same with a body, so that words of a note need not stand in a URL, which proxies and browsers keep. */
    @POST
    @Path("/search")
    @RolesAllowed({PATIENT, DOCTOR, NURSE, ADMIN, IMPORTER})
    @ResponseStatus(200)
    public Uni<Page<NoteView>> search(@Valid @NotNull NoteCriteria criteria) {
        caller.asks(criteria);
        NoteSearch search = new NoteSearch(
                criteria.patientId(),
                criteria.q(),
                criteria.type(),
                SearchPeriod.of(criteria.from(), criteria.to(), days.zone()),
                Boolean.TRUE.equals(criteria.enteredInError()),
                ExternalId.of(criteria.externalId()),
                criteria.after(),
                Cursor.limit(criteria.limit()));
        return notes.search(search, caller.get());
    }
}
