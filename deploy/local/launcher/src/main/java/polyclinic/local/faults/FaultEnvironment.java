package polyclinic.local.faults;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import polyclinic.local.settings.Settings;

/** What the processes of a stack are told that is made for fault tests, and nothing in any other. */
public final class FaultEnvironment {
    /** What the dead have left is taken over, and swept away, within seconds. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "POLYCLINIC_IDEMPOTENCY_CLAIM", "3S",
            "POLYCLINIC_ISSUING_LEASE", "10S",
            "POLYCLINIC_SWEEPER_EVERY", "5s",
            "POLYCLINIC_SWEEPER_DELAY", "5s",
            "POLYCLINIC_SWEEPER_GRACE", "10s",
            "POLYCLINIC_SWEEPER_TURN", "10s",
            "POLYCLINIC_SWEEPER_COMPARISON", "0s");

    /** Stores that a service may be cut off from, with the variable that has their address. Kafka and Keycloak tell clients theirs. */
    private static final Map<String, String> STORES = new TreeMap<>(Map.of(
            "postgres", "POLYCLINIC_POSTGRES",
            "mongo", "POLYCLINIC_MONGO_URL",
            "redis", "POLYCLINIC_REDIS_URL",
            "s3", "POLYCLINIC_S3_URL"));

    /** From the port of a service's first replica to that of the way of the others. */
    private static final int SERVICE_OFFSET = 50;

    private final Settings settings;

    public FaultEnvironment(Settings settings) {
        this.settings = settings;
    }

    /**
     * Returns the ways of a process to the local ones among the servers that it needs. Each process has its own, so that one alone can be
     * cut off.
     *
     * @param offset from a store's port to that of the way; no other process has it
     */
    public List<NetworkWay> ways(String process, List<String> needs, int offset) {
        if (!settings.isForFaults()) {
            return List.of();
        }
        return STORES.keySet().stream()
                .filter(store -> needs.contains(store) && settings.own(store) == null)
                .map(store ->
                        new NetworkWay(process, store, settings.port(store) + offset, List.of(settings.port(store))))
                .toList();
    }

    /** Returns the way of the other services to one of them, whose calls go to its replicas in turn; none unless it is for fault tests. */
    public List<NetworkWay> wayOfServices(String service, List<Integer> ports) {
        return settings.isForFaults()
                ? List.of(new NetworkWay(NetworkWay.SERVICES, service, settings.port(service) + SERVICE_OFFSET, ports))
                : List.of();
    }

    /** Leads a process by the ways, gives it a clock that can be set wrong, and lets it wait for the dead as briefly as a test can. */
    public void addTo(Map<String, String> environment, Path clock, List<NetworkWay> ways) {
        if (!settings.isForFaults()) {
            return;
        }
        environment.put("POLYCLINIC_CLOCK_FILE", clock.toString());
        DEFAULTS.forEach((variable, value) -> {
            if (settings.value(variable) == null) {
                environment.put(variable, value);
            }
        });
        ways.forEach(way -> environment.computeIfPresent(
                STORES.getOrDefault(way.to(), Settings.portVariable(way.to()).replaceFirst("_PORT$", "_URL")),
                (variable, address) -> address.replace("127.0.0.1:" + way.target(), "127.0.0.1:" + way.port())));
    }
}
