package polyclinic.commons.identity;

import io.quarkus.arc.Arc;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;

/**
 * The caller of the request at hand. Work that nobody asked for (a listener, a scheduler) has none: what it may do, it may not learn
 * here.
 */
@ApplicationScoped
public class CurrentCaller {
    private static final String CRITERIA = CurrentCaller.class.getName() + ".criteria";
    private static final String CALLER = CurrentCaller.class.getName();
    private static final String GRANTED = CALLER + ".granted";
    private static final String PATIENT = "patient_id";
    private static final String ANONYMOUS = "anonymous";

    private final SecurityIdentity identity;
    private final CurrentVertxRequest current;
    private final ForwardedAddress addresses;
    private final Caller service;

    CurrentCaller(
            SecurityIdentity identity,
            CurrentVertxRequest current,
            ForwardedAddress addresses,
            @ConfigProperty(name = "quarkus.application.name") String application) {
        this.identity = identity;
        this.current = current;
        this.addresses = addresses;
        this.service = new Caller(application, application, Set.of(), null, null, null);
    }

    /**
     * Who asks, with those of their roles that have the operation at hand: what somebody may do in it is the union of what
     * these roles may, and a role that does not have the operation adds nothing. Before the operation is known it is nobody's.
     *
     * @throws UnauthorizedException when the request has no token
     * @throws IllegalStateException outside a request
     */
    public Caller get() {
        RoutingContext request = request();
        if (request == null) throw new IllegalStateException("nobody asked for this: there is no caller");
        if (identity.isAnonymous()) throw new UnauthorizedException();
        return of(request);
    }

    /**
     * Who is named in events and entries of the trail: the caller, whoever came without a token, or outside a request the service
     * itself. The latter two have no role, so nothing can be decided by them.
     */
    public Caller actor() {
        RoutingContext request = request();
        if (request == null) return service;
        if (identity.isAnonymous())
            return new Caller(ANONYMOUS, ANONYMOUS, Set.of(), null, ip(request), userAgent(request));
        return of(request);
    }

    private Caller of(RoutingContext request) {
        Caller caller = request.get(CALLER);
        if (caller == null) {
            Set<String> granted = request.get(GRANTED);
            caller = caller(request, held(granted == null ? Set.of() : granted));
            if (granted != null) request.put(CALLER, caller);
        }
        return caller;
    }

    /** Every role that the caller has, whatever they ask for. For the audit trail; a decision is by {@link #get}. */
    public Set<String> roles() {
        return request() == null || identity.isAnonymous() ? Set.of() : identity.getRoles();
    }

    /** @param roles those that have the operation that the request is for */
    public void operationGrantedTo(Set<String> roles) {
        RoutingContext request = request();
        if (request != null) request.put(GRANTED, roles);
    }

    private Set<String> held(Set<String> granted) {
        return identity.getRoles().stream().filter(granted::contains).collect(Collectors.toUnmodifiableSet());
    }

    private Caller caller(RoutingContext request, Set<String> roles) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            String name = identity.getPrincipal().getName();
            return new Caller(name, name, roles, null, ip(request), userAgent(request));
        }
        String name = token.getClaim("preferred_username");
        return new Caller(
                token.getSubject(),
                name == null ? token.getSubject() : name,
                roles,
                patientId(token),
                ip(request),
                userAgent(request));
    }

    /** The raw bearer token of the request, to ask another service in the caller's name; null outside a request. */
    public @Nullable String bearer() {
        return request() != null && identity.getPrincipal() instanceof JsonWebToken token ? token.getRawToken() : null;
    }

    /** A header of the current request, or null. */
    public @Nullable String header(String name) {
        RoutingContext request = request();
        return request == null ? null : request.request().getHeader(name);
    }

    /** Method and path of the current request, or null outside one. */
    public @Nullable String operation() {
        RoutingContext request = request();
        return request == null ? null : request.request().method() + " " + request.normalizedPath();
    }

    /**
     * What was asked for after the {@code ?}, decoded: {@code name=value} joined by {@code &}, with {@code &} and {@code %} inside
     * of a value escaped; for a search with a body its criteria as JSON; null when nothing was asked. It may hold patient data, so it belongs into the audit trail and nowhere else.
     */
    public @Nullable String query() {
        RoutingContext request = request();
        if (request == null) return null;
        String criteria = request.get(CRITERIA);
        boolean body = request.request().method() == HttpMethod.POST && criteria != null;
        if (body || request.request().query() == null) return criteria;
        return request.queryParams().entries().stream()
                .map(asked -> escaped(asked.getKey()) + "=" + escaped(asked.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** Says what a search asks for whose criteria are a body, for {@link #query}. */
    public void asks(Object criteria) {
        RoutingContext request = request();
        if (request != null) request.put(CRITERIA, Json.write(criteria));
    }

    private static String escaped(String text) {
        return text.replace("%", "%25").replace("&", "%26");
    }

    /** The request at hand; null outside of one. */
    public @Nullable RoutingContext request() {
        return Arc.container().requestContext().isActive() ? current.getCurrent() : null;
    }

    /** Asked by its names first: a claim that is no standard one is looked up by way of an exception. */
    private static @Nullable UUID patientId(JsonWebToken token) {
        if (!token.getClaimNames().contains(PATIENT)) return null;
        Object claim = token.getClaim(PATIENT);
        try {
            return UUID.fromString(String.valueOf(claim));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private @Nullable String ip(RoutingContext request) {
        return addresses.of(request.request());
    }

    private static @Nullable String userAgent(RoutingContext request) {
        String agent = request.request().getHeader("User-Agent");
        return agent == null || agent.length() <= 200 ? agent : agent.substring(0, 200);
    }
}
