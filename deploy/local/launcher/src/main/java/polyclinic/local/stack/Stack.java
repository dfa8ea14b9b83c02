package polyclinic.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import polyclinic.local.faults.NetworkWay;
import polyclinic.local.process.ServerProcess;
import polyclinic.local.servers.JavaServer;
import polyclinic.local.settings.EnvironmentFile;
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
            "billing-service",
            "notes-service",
            "asset-service",
            "audit-service",
            "gateway");

    private static final Map<String, List<String>> NEEDS = Map.of(
            "patient-service", List.of("postgres", "kafka", "keycloak"),
            "appointment-service", List.of("postgres", "kafka", "keycloak"),
            "prescription-service", List.of("postgres", "kafka", "keycloak"),
            "billing-service", List.of("postgres", "kafka", "keycloak"),
            "notes-service", List.of("mongo", "kafka", "keycloak"),
            "asset-service", List.of("mongo", "s3", "kafka", "keycloak"),
            "audit-service", List.of("mongo", "s3", "kafka", "keycloak"),
            "gateway", List.of("redis", "kafka", "keycloak"),
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

    /** Returns the stack that runs: its replicas are those that it was started with, whatever the environment says now. */
    public static Stack running(Settings settings) {
        String replicas = EnvironmentFile.read(settings).get(Settings.REPLICAS);
        return new Stack(replicas == null ? settings : settings.with(Settings.REPLICAS, replicas));
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
            replicas(component(name).name()).forEach(replica -> wanted.add(replica.name()));
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

    /** Returns the ways from services to their stores and to each other that can be cut, none unless the stack is made for fault tests. */
    public List<NetworkWay> ways() {
        Stream<NetworkWay> toStores = SERVICES.stream()
                .flatMap(service -> replicas(service).stream())
                .flatMap(replica -> environment.ways(replica).stream());
        Stream<NetworkWay> toServices =
                SERVICES.stream().flatMap(service -> environment.waysOfServices(service).stream());
        return Stream.concat(toStores, toServices).toList();
    }

    /** Has the clock of a replica go wrong by so many milliseconds, which it notices within a moment; 0 sets it right. */
    public void stepClock(String replica, long millis) {
        Component component = component(replica);
        if (!component.isService() || !settings.isForFaults()) {
            throw new UserError("The clock of " + replica + " cannot be changed.");
        }
        try {
            Path file = environment.clock(component.name());
            Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), Long.toString(millis));
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what one replica reads at its start: {@code patient-service-2}. */
    Map<String, String> environmentOfReplica(String name) {
        return SERVICES.stream()
                .flatMap(service -> replicas(service).stream())
                .filter(replica -> replica.name().equals(name))
                .map(environment::ofReplica)
                .findFirst()
                .orElseThrow();
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
            java.lasting();
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

    private void addService(String service) {
        replicas(service).forEach(replica -> {
            ServiceProcess process = new ServiceProcess(
                    replica,
                    servers.dir(replica.name()),
                    settings.port(service) + Settings.replicaOffset(replica.number()),
                    settings.managementPort(service) + Settings.replicaOffset(replica.number()),
                    application(replica),
                    settings.isForFaults(),
                    () -> environment.ofReplica(replica));
            process.detached();
            servers.encrypt(process, service);
            // The first migrates the database and makes the keys, alone.
            List<String> needs = replica.number() == 1 ? needs(service) : List.of(service);
            components.put(
                    replica.name(), new Component(replica.name(), "127.0.0.1:" + process.port(), needs, process));
        });
    }

    private List<ServiceReplica> replicas(String service) {
        return SERVICES.contains(service) ? ServiceReplica.all(service, settings.replicas(service)) : List.of();
    }

    /** Returns what was built here, or another build that the user names: the next release beside the last. */
    private Path application(ServiceReplica replica) {
        String other = settings.value("POLYCLINIC_" + key(replica.name()).replace('-', '_') + "_APPLICATION");
        return other != null
                ? Path.of(other).toAbsolutePath()
                : settings.root().resolve(replica.service()).resolve("target/quarkus-app");
    }
}
