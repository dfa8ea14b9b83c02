package polyclinic.local.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;

/**
 * One Kafka broker and controller. Formats the storage if that is still to be done, starts the broker and makes users and topics
 * before it says that it is ready, so that no client can meet a missing one.
 *
 * <p>Arguments: properties file, cluster id, bootstrap address, file to write when ready, topics (as {@link CreateTopics}
 * takes them, may be none), and the files of {@link UserRights}, empty when the broker asks nobody who they are. The first of the
 * users is the administrator.
 */
public final class KafkaNode {
    private KafkaNode() {}

    public static void main(String[] args) throws Exception {
        String properties = args[0];
        int formatted = StorageTool.execute(
                new String[] {"format", "-t", args[1], "-c", properties, "--ignore-formatted"}, System.out);
        if (formatted != 0) {
            System.exit(formatted);
        }
        Thread preparation = new Thread(() -> prepare(args[2], Path.of(args[3]), args[4], args[5], args[6]), "prepare");
        preparation.setDaemon(true);
        preparation.start();
        Kafka.main(new String[] {properties});
    }

    private static void prepare(String bootstrap, Path ready, String topics, String users, String rights) {
        try (Admin admin = Admin.create(ClientSettings.of(bootstrap, administrator(users)))) {
            if (!users.isEmpty()) {
                UserRights.apply(admin, Path.of(users), Path.of(rights));
            }
            CreateTopics.create(admin, topics);
            Files.writeString(ready, "ready\n");
        } catch (Exception e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    /** By PLAIN, as nobody has a password for SCRAM before the first start. */
    private static Map<String, String> administrator(String users) throws IOException {
        if (users.isEmpty()) {
            return Map.of();
        }
        String[] first = Files.readAllLines(Path.of(users)).get(0).split(",");
        return Map.of(
                "POLYCLINIC_KAFKA_PROTOCOL",
                "SASL_PLAINTEXT",
                "POLYCLINIC_KAFKA_MECHANISM",
                "PLAIN",
                "POLYCLINIC_KAFKA_USER",
                first[0],
                "POLYCLINIC_KAFKA_PASSWORD",
                first[1]);
    }
}
