package polyclinic.notes.webhooks;

import static polyclinic.commons.identity.Roles.ADMIN;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
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
import polyclinic.notes.webhooks.ledger.DeliveryStatus;

@Path("/api/v1/webhooks")
class WebhookResource {
    private final WebhookRegistration registration;
    private final WebhookRetry retry;
    private final WebhookQueries queries;
    private final CurrentCaller caller;

    WebhookResource(
            WebhookRegistration registration, WebhookRetry retry, WebhookQueries queries, CurrentCaller caller) {
        this.registration = registration;
        this.retry = retry;
        this.queries = queries;
        this.caller = caller;
    }

    /** Registers a receiver of events. The answer alone has the secret by which it verifies them. */
    @POST
    @ResponseStatus(201)
    @RolesAllowed(ADMIN)
    public Uni<Answer<WebhookView>> register(@Valid @NotNull RegisterWebhook request) {
        return registration.register(request, caller.get());
    }

    /** All webhooks, oldest first. */
    @GET
    @RolesAllowed(ADMIN)
    public Uni<Page<WebhookView>> list() {
        return queries.list();
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(ADMIN)
    public Uni<Answer<WebhookView>> read(
            @PathParam("id") UUID id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        return queries.read(id).map(webhook -> EntityTags.get(ifNoneMatch, webhook.version(), webhook));
    }

    /** What is still to be delivered is not. */
    @DELETE
    @Path("/{id}")
    @RolesAllowed(ADMIN)
    public Uni<Void> delete(@PathParam("id") UUID id) {
        return registration.delete(id);
    }

    /** The ledger of 30 days, latest first. */
    @GET
    @Path("/{id}/deliveries")
    @RolesAllowed(ADMIN)
    public Uni<Page<WebhookDeliveryView>> deliveries(
            @PathParam("id") UUID id,
            @QueryParam("status") @Nullable DeliveryStatus status,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        return queries.deliveries(id, status, PageKey.of(after), Cursor.limit(limit));
    }

    /** Tries one again at once; if its webhook is disabled, success enables it. */
    @POST
    @Path("/{id}/deliveries/{deliveryId}/retry")
    @RolesAllowed(ADMIN)
    public Uni<Answer<WebhookDeliveryView>> retry(@PathParam("id") UUID id, @PathParam("deliveryId") UUID deliveryId) {
        return retry.retry(id, deliveryId);
    }
}
