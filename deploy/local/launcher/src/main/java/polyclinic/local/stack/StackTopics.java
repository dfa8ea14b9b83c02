package polyclinic.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import polyclinic.local.servers.KafkaTopic;
import polyclinic.local.terminal.UserError;

/** The topics of the suite, as {@code deploy/kafka/topics.csv} says. A broker of the user's own gets the same ones. */
final class StackTopics {
    private static final String FILE = "deploy/kafka/topics.csv";
    private static final String HEADER = "topic,partitions,retention days";

    private StackTopics() {}

    /**
     * Returns each topic by its name.
     *
     * @param root the checkout
     */
    static Map<String, KafkaTopic> all(Path root) {
        Path file = root.resolve(FILE);
        Map<String, KafkaTopic> topics = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank() && !line.startsWith("#") && !line.equals(HEADER)) {
                    String[] cells = line.split(",");
                    topics.put(
                            cells[0],
                            new KafkaTopic(Integer.parseInt(cells[1]), Duration.ofDays(Long.parseLong(cells[2]))));
                }
            }
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
        return topics;
    }
}
