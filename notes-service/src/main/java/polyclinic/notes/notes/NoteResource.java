package polyclinic.notes.notes;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;
import polyclinic.notes.events.NoteType;
import polyclinic.notes.store.SearchPeriod;

@Path("/api/v1/notes")
class NoteResource {
    private final NoteQueries notes;
    private final CurrentCaller caller;

    NoteResource(NoteQueries notes, CurrentCaller caller) {
        this.notes = notes;
        this.caller = caller;
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PATIENT, DOCTOR, NURSE, ADMIN})
    public Uni<Answer<NoteView>> read(
            @PathParam("id") UUID id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        return notes.read(id, caller.get()).map(note -> EntityTags.get(ifNoneMatch, note.version(), note));
    }

    @GET
    @RolesAllowed({PATIENT, DOCTOR, NURSE, ADMIN})
    public Uni<Page<NoteView>> search(
            @QueryParam("patientId") @Nullable UUID patientId,
            @QueryParam("q") @Nullable String q,
            @QueryParam("type") @Nullable NoteType type,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        NoteSearch search =
                new NoteSearch(patientId, q, type, SearchPeriod.of(from, to), PageKey.of(after), Cursor.limit(limit));
        return notes.search(search, caller.get());
    }
}
