package polyclinic.billing.prices;

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
import java.time.LocalDate;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.money.ItemKind;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.Page;

@Path(PriceView.PATH)
class PriceResource {
    private final PriceSetting setting;
    private final PriceQueries queries;

    PriceResource(PriceSetting setting, PriceQueries queries) {
        this.setting = setting;
        this.queries = queries;
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({CASHIER, ADMIN})
    public Uni<Answer<PriceView>> set(@Valid @NotNull SetPrice request) {
        return setting.set(request);
    }

    @GET
    @RolesAllowed({CASHIER, ADMIN})
    public Uni<Page<PriceView>> list(
            @QueryParam("code") @Nullable String code,
            @QueryParam("kind") @Nullable ItemKind kind,
            @QueryParam("on") @Nullable LocalDate on,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return queries.list(code, kind, on, Cursor.id(after), Cursor.limit(limit));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({CASHIER, ADMIN})
    public Uni<Answer<PriceView>> get(
            @PathParam("id") UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        return queries.get(id).map(view -> EntityTags.get(ifNoneMatch, view.version(), view));
    }

    @POST
    @Path("/{id}/end")
    @RolesAllowed({CASHIER, ADMIN})
    public Uni<Answer<PriceView>> end(@PathParam("id") UUID id, @Valid @NotNull EndPrice request) {
        return setting.end(id, request);
    }
}
