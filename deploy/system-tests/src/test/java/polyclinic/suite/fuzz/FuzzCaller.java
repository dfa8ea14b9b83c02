package polyclinic.suite.fuzz;

import org.jspecify.annotations.Nullable;

/**
 * In whose name a request is sent.
 *
 * @param name for whoever reads of it
 * @param role which of the document's they have; empty for nobody
 * @param token null for nobody
 */
public record FuzzCaller(String name, String role, @Nullable String token) {}
