package polyclinic.clients.chaos.faults;

import java.util.List;

/**
 * What of a stack can be disturbed; equal stacks have equal ones.
 *
 * @param servers the stack's own, in the order of its status
 * @param services replicas included
 * @param ways from a process to a store and from all services to one, which can be cut; none when the stack was not started for that
 */
public record FaultTargets(List<String> servers, List<String> services, List<NetworkPath> ways) {
    /** Databases with an outbox, whose relay holds an advisory lock. */
    static final List<String> DATABASES = List.of("patient", "appointment", "prescription", "billing");

    /** @param from such as {@code patient-service-2}, or {@code services} for all @param to such as {@code postgres} */
    public record NetworkPath(String from, String to) {}

    /** Returns the stores and services that can be cut off from all. */
    List<String> ends() {
        return ways.stream().map(NetworkPath::to).distinct().sorted().toList();
    }

    /** Returns whether the ways to the stores can be cut. */
    public boolean hasWays() {
        return !ways.isEmpty();
    }
}
