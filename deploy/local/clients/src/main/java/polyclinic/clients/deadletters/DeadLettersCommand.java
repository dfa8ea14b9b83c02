package polyclinic.clients.deadletters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.KafkaConnection;
import polyclinic.clients.http.JsonNodes;

/**
 * {@code ./polyclinic dead-letters list|show|replay|drop}: the messages that services have set aside. Exit code 0: done; 1: there was
 * nothing to do; 2: it could not be done.
 */
@Command(name = "dead-letters")
public final class DeadLettersCommand {
    private static final int NOTHING = 1;
    private static final int FAILED = 2;

    private final Map<String, Object> kafka;
    private final PrintStream out;

    DeadLettersCommand(Map<String, Object> kafka, PrintStream out) {
        this.kafka = kafka;
        this.out = out;
    }

    public static void main(String[] arguments) {
        Map<String, Object> kafka = KafkaConnection.of(new Clinic(System.getenv()));
        System.exit(new DeadLettersCommand(kafka, System.out).run(arguments));
    }

    int run(String... arguments) {
        return new CommandLine(this)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!(failure instanceof CheckFailed || failure instanceof KafkaException)) throw failure;
                    System.err.println("dead-letters: " + failure.getMessage());
                    return FAILED;
                })
                .execute(arguments);
    }

    @Command(name = "list")
    int list(
            @Option(names = "--service") @Nullable String service,
            @Option(names = "--all") boolean settledToo,
            @Option(names = "--json") boolean json) {
        List<DeadLetter> letters = read(service).stream()
                .filter(letter -> settledToo || letter.isOpen())
                .toList();
        if (json) {
            ObjectNode all = JsonNodes.object();
            ArrayNode items = all.putArray("items");
            letters.forEach(letter -> items.add(letter.json()));
            out.println(all.toPrettyString());
            return 0;
        }
        if (letters.isEmpty()) {
            out.println(settledToo ? "There are no dead letters." : "There are no open dead letters.");
            return 0;
        }
        String row = "%-22s %-28s %-36s %-38s %-9s %s%n";
        out.printf(Locale.ROOT, row, "SERVICE", "ID", "TYPE", "KEY", "STATE", "SINCE");
        letters.forEach(letter -> out.printf(
                Locale.ROOT,
                row,
                letter.service(),
                letter.id(),
                letter.type(),
                letter.message().key(),
                letter.state(),
                letter.at()));
        return 0;
    }

    @Command(name = "show")
    int show(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--service") @Nullable String service,
            @Option(names = "--body") boolean body) {
        List<DeadLetter> letters = named(List.of(id), service);
        for (DeadLetter letter : letters) {
            out.println(letter.service() + " " + letter.id() + " " + letter.state());
            letter.message()
                    .headers()
                    .forEach(header -> out.println(
                            "  " + header.key() + ": " + new String(header.value(), StandardCharsets.UTF_8)));
            if (body) out.println(new String(letter.message().value(), StandardCharsets.UTF_8));
        }
        return 0;
    }

    @Command(name = "replay")
    int replay(
            @Parameters(paramLabel = "ID", arity = "0..*") @Nullable List<String> ids,
            @Option(names = "--service") @Nullable String service,
            @Option(names = "--all") boolean all) {
        List<DeadLetter> letters = chosen(ids, service, all);
        if (letters.isEmpty()) return NOTHING;
        try (DeadLetterTopics topics = new DeadLetterTopics(kafka)) {
            for (DeadLetter letter : letters) {
                topics.replay(letter);
                out.println(letter.id() + " is in " + letter.topic() + " again, for " + letter.service());
            }
        }
        return 0;
    }

    @Command(name = "drop")
    int drop(
            @Parameters(paramLabel = "ID", arity = "0..*") @Nullable List<String> ids,
            @Option(names = "--service") @Nullable String service,
            @Option(names = "--all") boolean all,
            @Option(names = "--reason", required = true) String reason) {
        List<DeadLetter> letters = chosen(ids, service, all);
        if (letters.isEmpty()) return NOTHING;
        try (DeadLetterTopics topics = new DeadLetterTopics(kafka)) {
            for (DeadLetter letter : letters) {
                topics.drop(letter, reason);
                out.println(letter.id() + " of " + letter.service() + " is dropped");
            }
        }
        return 0;
    }

    private List<DeadLetter> chosen(@Nullable List<String> ids, @Nullable String service, boolean all) {
        List<String> names = ids == null ? List.of() : ids;
        if (names.isEmpty() == !all) throw new CheckFailed("name letters by their ids, or all of them with --all");
        List<DeadLetter> letters = all ? read(service) : named(names, service);
        List<DeadLetter> open = letters.stream().filter(DeadLetter::isOpen).toList();
        if (open.isEmpty()) System.err.println("dead-letters: nothing is open any more");
        return open;
    }

    private List<DeadLetter> named(List<String> ids, @Nullable String service) {
        List<DeadLetter> read = read(service);
        List<DeadLetter> found = new ArrayList<>();
        for (String id : ids) {
            List<DeadLetter> letters =
                    read.stream().filter(letter -> letter.id().equals(id)).toList();
            if (letters.isEmpty())
                throw new CheckFailed(
                        "there is no letter " + id + "; ./polyclinic dead-letters list shows what there is");
            found.addAll(letters);
        }
        return found;
    }

    private List<DeadLetter> read(@Nullable String service) {
        try (DeadLetterTopics topics = new DeadLetterTopics(kafka)) {
            return topics.all().values().stream()
                    .filter(letter -> service == null
                            || letter.service().equals(service)
                            || letter.service().equals(service + "-service"))
                    .toList();
        }
    }
}
