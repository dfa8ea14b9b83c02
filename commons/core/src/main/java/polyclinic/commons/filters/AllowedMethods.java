package polyclinic.commons.filters;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/** Which methods an address has: a 405 has to say it (RFC 9110 §15.5.6), and RESTEasy does not. */
final class AllowedMethods {
    private AllowedMethods() {}

    /** As {@code GET, HEAD, OPTIONS}. */
    static String of(ResteasyReactiveRequestContext request) {
        return String.join(", ", all(request));
    }

    /** Whether there is something at the address, but not with the method that was asked for. */
    static boolean lacks(ResteasyReactiveRequestContext request) {
        Set<String> methods = all(request);
        return methods.size() > 1 && !methods.contains(request.getMethod());
    }

    private static Set<String> all(ResteasyReactiveRequestContext request) {
        Set<String> methods = new TreeSet<>(Set.of("OPTIONS"));
        for (var resource : request.getDeployment().getClassMappers()) {
            var within = new RequestMapper<>(new ArrayList<>(List.of(resource))).map(request.getPathWithoutPrefix());
            if (within == null) continue;
            String rest = within.remaining.isEmpty() ? "/" : within.remaining;
            for (ServerRestHandler handler : within.value.handlers)
                if (handler instanceof ClassRoutingHandler routing)
                    routing.getMappers().forEach((method, operations) -> {
                        if (method != null && operations.map(rest) != null) methods.add(method);
                    });
        }
        if (methods.contains("GET")) methods.add("HEAD");
        return methods;
    }
}
