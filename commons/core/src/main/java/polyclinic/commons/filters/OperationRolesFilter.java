package polyclinic.commons.filters;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import polyclinic.commons.identity.CurrentCaller;

/** Tells the caller of each request which roles have its operation, so that every decision in it is by those alone. */
class OperationRolesFilter {
    private final CurrentCaller caller;
    private final Map<Method, Set<String>> roles = new ConcurrentHashMap<>();

    OperationRolesFilter(CurrentCaller caller) {
        this.caller = caller;
    }

    @ServerRequestFilter
    public void narrow(ResourceInfo operation) {
        caller.operationGrantedTo(roles.computeIfAbsent(operation.getResourceMethod(), OperationRolesFilter::granted));
    }

    /** None where the operation names none: such a one is for everybody, and decides nothing by roles. */
    private static Set<String> granted(Method operation) {
        RolesAllowed allowed = operation.getAnnotation(RolesAllowed.class);
        return allowed == null ? Set.of() : Set.of(allowed.value());
    }
}
