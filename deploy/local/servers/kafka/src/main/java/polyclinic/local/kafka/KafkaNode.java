package polyclinic.local.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;

/**
 * One Kafka broker and controller. Formats the storage if that is still to be done, starts the broker and makes users and topics
 * before it says that it is ready, so that no client can meet a missing one.
 *
 * <p>Arguments: properties file, cluster id, bootstrap address, file to write when ready, topics (as {@link CreateTopics}
 * takes them, may be none), a file with the variables by which the administrator connects, and the files of {@link UserRights},
 * empty when the broker asks nobody who they are.
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
        Thread preparation =
                new Thread(() -> prepare(args[2], Path.of(args[3]), args[4], args[5], args[6], args[7]), "prepare");
        preparation.setDaemon(true);
        preparation.start();
        Kafka.main(new String[] {properties});
    }

    private static void prepare(
            String bootstrap, Path ready, String topics, String connection, String users, String rights) {
        try (Admin admin = Admin.create(ClientSettings.of(bootstrap, connection(connection)))) {
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

    private static Map<String, String> connection(String file) throws IOException {
        Map<String, String> variables = new HashMap<>();
        for (String line : Files.readAllLines(Path.of(file))) {
            int equals = line.indexOf('=');
            variables.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return variables;
    }
}
