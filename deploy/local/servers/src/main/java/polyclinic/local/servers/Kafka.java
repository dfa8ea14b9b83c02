package polyclinic.local.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.local.process.Jdk;
import polyclinic.local.process.Probe;
import polyclinic.local.process.Processes;
import polyclinic.local.process.Secrets;
import polyclinic.local.process.ServerCertificate;
import polyclinic.local.process.ServerFailed;

/** Kafka 4 as one broker and controller (KRaft). The topics are there before it counts as started. */
public final class Kafka extends JavaServer {
    private static final String NODE = "polyclinic.local.kafka.KafkaNode";
    private static final String CREATE = "polyclinic.local.kafka.CreateTopics";
    private static final String[] CLASSES = {
        NODE,
        CREATE,
        "polyclinic.local.kafka.ClientSettings",
        "polyclinic.local.kafka.UserRights",
        "polyclinic.local.kafka.UserRights$Line"
    };
    private final int controllerPort;
    private final Map<String, KafkaTopic> topics;
    private @Nullable KafkaUsers users;

    private Kafka(Path dir, int port, int controllerPort, Map<String, KafkaTopic> topics) {
        super("kafka", dir, port);
        this.controllerPort = controllerPort;
        this.topics = new TreeMap<>(topics);
    }

    /** Not started yet. */
    public static Kafka at(Path dir, int port, int controllerPort, Map<String, KafkaTopic> topics) {
        return new Kafka(dir, port, controllerPort, topics);
    }

    /** Starts it; topics by name. */
    public static Kafka start(Path dir, int port, int controllerPort, Map<String, KafkaTopic> topics) {
        Kafka kafka = at(dir, port, controllerPort, topics);
        kafka.start();
        return kafka;
    }

    /**
     * Asks everybody who they are (SASL), and lets users do only what the table says. To be called before the start.
     *
     * @param rights see deploy/kafka/acl.csv
     */
    public Kafka secured(Path rights) {
        users = new KafkaUsers(rights, dir().resolve("secrets.properties"));
        return this;
    }

    /** Returns what a client needs to know to connect as this user, as variables; nothing when the broker asks nobody. */
    public Map<String, String> credentials(String user) {
        ServerCertificate own = certificate();
        if (own != null) {
            ServerCertificate theirs = new ServerCertificate(own.folder(), user);
            return Map.of(
                    "POLYCLINIC_KAFKA_PROTOCOL",
                    "SSL",
                    "POLYCLINIC_KAFKA_CA",
                    own.authority().toString(),
                    "POLYCLINIC_KAFKA_CERTIFICATE",
                    theirs.certificate().toString(),
                    "POLYCLINIC_KAFKA_KEY",
                    theirs.key().toString());
        }
        if (users == null) {
            return Map.of();
        }
        return Map.of(
                "POLYCLINIC_KAFKA_PROTOCOL",
                "SASL_PLAINTEXT",
                "POLYCLINIC_KAFKA_MECHANISM",
                "SCRAM-SHA-512",
                "POLYCLINIC_KAFKA_USER",
                user,
                "POLYCLINIC_KAFKA_PASSWORD",
                users.password(user));
    }

    /** As {@link #credentials}, of the user who may do everything. */
    public Map<String, String> administrator() {
        return credentials(KafkaUsers.ADMINISTRATOR);
    }

    public String bootstrap() {
        return "127.0.0.1:" + port();
    }

    /** Makes more topics on the running broker (a process of about a second). */
    public void createTopics(Map<String, KafkaTopic> more) {
        createTopics(bootstrap(), administrator(), more, dir());
    }

    /**
     * Makes the missing topics on any broker, and gives a retention to those that have none of their own.
     *
     * @param credentials the variables by which services connect, of a user who may
     */
    public static void createTopics(
            String bootstrap, Map<String, String> credentials, Map<String, KafkaTopic> topics, Path dir) {
        List<String> command = new ArrayList<>();
        command.add(Jdk.newest().java().toString());
        command.addAll(Jdk.newest().small(64));
        command.addAll(List.of("-cp", ServerClasspath.of("kafka", CLASSES), CREATE, bootstrap, list(topics)));
        try {
            Path output = Files.createDirectories(dir).resolve("create-topics.log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(credentials);
            Process process = builder.start();
            if (process.waitFor() != 0) {
                throw new ServerFailed("cannot create topics:\n" + Files.readString(output));
            }
        } catch (IOException e) {
            throw new ServerFailed("cannot create topics", e);
        } catch (InterruptedException e) {
            throw Processes.interrupted(e);
        }
    }

    @Override
    protected Launch prepare() throws IOException {
        Files.deleteIfExists(ready());
        Path properties = dir().resolve("server.properties");
        Secrets.writePrivately(
                properties,
                (resource("kafka.properties") + security())
                        .replace("@protocol@", protocol())
                        .replace("@port@", Integer.toString(port()))
                        .replace("@controller@", Integer.toString(controllerPort))
                        .replace("@data@", dir().resolve("data").toString()));
        Path connection = dir().resolve("administrator.properties");
        Secrets.writePrivately(connection, administratorsConnection());
        Path logging = dir().resolve("log4j2.yaml");
        Files.writeString(logging, resource("kafka-log4j2.yaml"));
        Files.createDirectories(dir().resolve("data"));
        Path names = dir().resolve("users.csv");
        Path rights = dir().resolve("rights.csv");
        if (users != null) {
            users.write(names, rights);
        }
        List<String> command = java(
                160,
                List.of("-Dlog4j2.configurationFile=" + logging),
                ServerClasspath.of("kafka", CLASSES),
                NODE,
                properties.toString(),
                clusterId(),
                bootstrap(),
                ready().toString(),
                list(topics),
                connection.toString(),
                users == null ? "" : names.toString(),
                users == null ? "" : rights.toString());
        return new Launch(command, FEW_ARENAS, dir());
    }

    private String protocol() {
        if (certificate() != null) {
            return "SSL";
        }
        return users == null ? "PLAINTEXT" : "SASL_PLAINTEXT";
    }

    private String security() throws IOException {
        ServerCertificate certificate = certificate();
        StringBuilder text = new StringBuilder();
        if (certificate != null) {
            text.append(resource("kafka-tls.properties")
                    .replace("@bundle@", certificate.bundle().toString())
                    .replace("@authority@", certificate.authority().toString()));
        } else if (users != null) {
            text.append(resource("kafka-passwords.properties")
                    .replace("@admin@", users.password(KafkaUsers.ADMINISTRATOR)));
        }
        if (users != null) {
            text.append(resource("kafka-rights.properties"));
        }
        return text.toString();
    }

    /** By certificate or, as nobody has a password for SCRAM before the first start, by PLAIN. */
    private String administratorsConnection() {
        Map<String, String> variables = new TreeMap<>(administrator());
        if (users != null && certificate() == null) {
            variables.put("POLYCLINIC_KAFKA_MECHANISM", "PLAIN");
        }
        return variables.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue() + "\n")
                .collect(Collectors.joining());
    }

    @Override
    protected boolean answers() {
        return Files.exists(ready()) && Probe.listens(port());
    }

    private Path ready() {
        return dir().resolve("ready");
    }

    private String clusterId() throws IOException {
        Path file = dir().resolve("cluster-id");
        if (!Files.exists(file)) {
            UUID random = UUID.randomUUID();
            byte[] bytes = ByteBuffer.allocate(16)
                    .putLong(random.getMostSignificantBits())
                    .putLong(random.getLeastSignificantBits())
                    .array();
            // The tool that formats the log takes a leading "-" for an option.
            String id = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(bytes)
                    .replace('-', '_');
            Files.writeString(file, id);
        }
        return Files.readString(file).trim();
    }

    private static String list(Map<String, KafkaTopic> topics) {
        return topics.entrySet().stream()
                .map(topic -> topic.getValue().definition(topic.getKey()))
                .collect(Collectors.joining(","));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Kafka.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
