package polyclinic.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import polyclinic.local.process.Secrets;

/** The users of a broker: those of a table of rights, and the administrator. Their passwords are random, made at the first start. */
final class KafkaUsers {
    static final String ADMINISTRATOR = "admin";

    private static final String HEADER = "service,topic,operations";

    private final Path table;
    private final Secrets secrets;

    /** @param table lines of user, topic and operations; lines that begin with # are notes */
    KafkaUsers(Path table, Path secrets) {
        this.table = table;
        this.secrets = Secrets.in(secrets);
    }

    String password(String user) {
        return secrets.get(user);
    }

    /** Writes for the broker's own start who its users are ({@code user,password}) and what they may, with mode 0600. */
    void write(Path users, Path rights) {
        StringBuilder text = new StringBuilder(ADMINISTRATOR + "," + password(ADMINISTRATOR) + "\n");
        names().forEach(name ->
                text.append(name).append(',').append(password(name)).append('\n'));
        Secrets.writePrivately(users, text.toString());
        Secrets.writePrivately(rights, String.join("\n", lines()) + "\n");
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        lines().forEach(line -> names.add(line.substring(0, line.indexOf(','))));
        return names;
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(table).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.equals(HEADER))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + table, e);
        }
    }
}
