package polyclinic.local.stack;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import polyclinic.local.process.ServerProcess;
import polyclinic.local.servers.JavaServer;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.SimilarNames;
import polyclinic.local.terminal.UserError;

/** What belongs to the local stack, in the order in which it starts. Starts nothing itself. */
public final class Stack {
    public static final List<String> SERVERS = List.of("postgres", "keycloak", "kafka", "mongo", "s3", "redis");

    public static final List<String> SERVICES = List.of(
            "patient-service",
            "appointment-service",
            "prescription-service",
            "notes-service",
            "asset-service",
            "audit-service",
            "gateway");

    private static final Map<String, List<String>> NEEDS = Map.of(
            "patient-service", List.of("postgres", "kafka", "keycloak"),
            "appointment-service", List.of("postgres", "kafka", "keycloak"),
            "prescription-service", List.of("postgres", "kafka", "keycloak"),
            "notes-service", List.of("mongo", "kafka", "keycloak"),
            "asset-service", List.of("mongo", "s3", "kafka", "keycloak"),
            "audit-service", List.of("mongo", "s3", "kafka", "keycloak"),
            "gateway", List.of("redis", "keycloak"),
            "keycloak", List.of("postgres"));

    private final Settings settings;
    private final StackServers servers;
    private final StackEnvironment environment;
    private final Map<String, Component> components = new LinkedHashMap<>();

    public Stack(Settings settings) {
        this.settings = settings;
        this.servers = new StackServers(settings);
        this.environment = new StackEnvironment(settings, servers);
        servers.all().forEach(this::addServer);
        SERVICES.forEach(this::addService);
    }

    public Collection<Component> components() {
        return components.values();
    }

    /** Returns the component of that name; "patient" will do for "patient-service". */
    public Component component(String name) {
        Component found = components.getOrDefault(name, components.get(name + "-service"));
        if (found == null) {
            throw new UserError("There is no \"" + name + "\"." + SimilarNames.hint(name, components.keySet())
                    + " Names: " + String.join(" ", components.keySet()));
        }
        return found;
    }

    /** Returns the named ones and all that they need, in starting order; all for an empty set. */
    public List<Component> with(Set<String> names) {
        Set<String> wanted = new LinkedHashSet<>();
        names.forEach(name -> {
            wanted.add(component(name).name());
            component(name).needs().forEach(need -> {
                wanted.add(need);
                wanted.addAll(component(need).needs());
            });
        });
        return components.values().stream()
                .filter(component -> names.isEmpty() || wanted.contains(component.name()))
                .toList();
    }

    /** Returns what every process and every client may know. */
    Map<String, String> environment() {
        return environment.common();
    }

    /** Returns the environment of the owner's commands, secrets included; {@code .polyclinic/env} holds it. */
    public Map<String, String> ownersEnvironment() {
        return environment.ofOwner();
    }

    /** Returns what one service reads at its start. */
    public Map<String, String> environment(String service) {
        return environment.ofService(service);
    }

    /** Makes the certificates that are needed, and prepares servers of the user's own for the services. */
    public void prepare() {
        servers.provideCertificates();
        servers.prepareOwnServers();
    }

    /** Returns the servers that a service or a server uses itself. */
    static List<String> needs(String service) {
        return NEEDS.getOrDefault(service, List.of());
    }

    static String key(String service) {
        return service.replace("-service", "").toUpperCase(Locale.ROOT);
    }

    private void addServer(ServerProcess server) {
        String own = settings.own(server.name());
        server.detached();
        if (server instanceof JavaServer java) {
            java.archived();
        }
        String address = own == null ? "127.0.0.1:" + server.port() : own.replaceAll("//[^@/]*@", "//…@");
        components.put(
                server.name(),
                new Component(
                        server.name(),
                        address,
                        own == null ? needs(server.name()) : List.of(),
                        own == null ? server : null));
    }

    private void addService(String name) {
        ServiceProcess process = new ServiceProcess(
                name,
                servers.dir(name),
                settings.port(name),
                settings.managementPort(name),
                settings.root().resolve(name),
                () -> environment.ofService(name));
        process.detached();
        servers.encrypt(process);
        components.put(name, new Component(name, "127.0.0.1:" + settings.port(name), needs(name), process));
    }
}
