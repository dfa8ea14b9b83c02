package polyclinic.local.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;

/**
 * One Kafka broker and controller. Formats the storage if that is still to be done, starts the broker and makes the topics before
 * it says that it is ready, so that no consumer can meet a missing one.
 *
 * <p>Arguments: properties file, cluster id, bootstrap address, file to write when ready, topics (as {@link CreateTopics}
 * takes them, may be none).
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
        Path ready = Path.of(args[3]);
        Thread topics = new Thread(() -> makeTopics(args[2], args[4], ready), "topics");
        topics.setDaemon(true);
        topics.start();
        Kafka.main(new String[] {properties});
    }

    private static void makeTopics(String bootstrap, String topics, Path ready) {
        try {
            CreateTopics.create(bootstrap, topics);
            Files.writeString(ready, "ready\n");
        } catch (Exception e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }
}
