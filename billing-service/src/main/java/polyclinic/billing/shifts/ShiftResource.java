package polyclinic.billing.shifts;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.CASHIER;

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
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;

@Path(ShiftView.PATH)
class ShiftResource {
    private final ShiftHandling handling;
    private final ShiftQueries queries;
    private final CurrentCaller caller;

    ShiftResource(ShiftHandling handling, ShiftQueries queries, CurrentCaller caller) {
        this.handling = handling;
        this.queries = queries;
        this.caller = caller;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({CASHIER, ADMIN})
    public Uni<Answer<ShiftView>> open(@Valid @NotNull OpenShift request) {
        return handling.open(request, caller.get());
    }

    @POST
    @Path("/{id}/close")
    @RolesAllowed({CASHIER, ADMIN})
    public Uni<Answer<ShiftView>> close(@PathParam("id") UUID id, @Valid @NotNull CloseShift request) {
        return handling.close(id, request, caller.get());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({CASHIER, ADMIN})
    public Uni<Answer<ShiftView>> get(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        // While it is open its cash moves without its version.
        return queries.get(id)
                .map(view -> view.closedAt() == null
                        ? Answer.ok(view.version(), view)
                        : EntityTags.get(ifNoneMatch, view.version(), view));
    }

    @GET
    @RolesAllowed({CASHIER, ADMIN})
    public Uni<Page<ShiftView>> list(
            @QueryParam("cashier") @Nullable String cashier,
            @QueryParam("status") @Nullable ShiftStatus status,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return queries.list(cashier, status, Cursor.id(after), Cursor.limit(limit));
    }
}
