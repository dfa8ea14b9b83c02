package polyclinic.clients.movein.samples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyclinic.clients.http.JsonNodes;

/**
 * {@code ./polyclinic old-clinic json DIR --patients N [--damage]}: writes the JSON files of a made-up clinic, whole or damaged. Exit code 0:
 * they are written; 1: they are not.
 */
@Command(name = "old-clinic")
public final class SampleFiles {
    private SampleFiles() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SampleFiles()).execute(arguments));
    }

    /** @param lost how many patients of the file cannot be told from it any more */
    public record Written(int patients, int visits, int notes, int history, int lost) {}

    @Command(name = "json")
    int json(
            @Parameters(index = "0") Path folder,
            @Option(names = "--patients", defaultValue = "1000") int patients,
            @Option(names = "--seed", defaultValue = "1") long seed,
            @Option(names = "--damage") boolean damage) {
        Written written = write(folder, patients, seed, damage, LocalDate.now(ZoneOffset.UTC));
        System.out.println(folder + ": " + written.patients() + " patients, " + written.visits() + " visits, "
                + written.notes() + " notes, " + written.history() + " entries of history"
                + (damage ? "; damaged, " + written.lost() + " patients of it for good" : ""));
        return 0;
    }

    /**
     * Writes {@code patients.json}, {@code queue.json}, {@code notes.json} and {@code history.json}.
     *
     * @param today the day of those who wait
     */
    public static Written write(Path folder, int patients, long seed, boolean damage, LocalDate today) {
        SampleClinic clinic = new SampleClinic(patients, seed, today);
        ObjectNode notes = JsonNodes.object();
        clinic.notes.forEach((patient, written) -> written.forEach(notes.withArray("/" + patient)::add));
        int noteCount = clinic.notes.values().stream().mapToInt(List::size).sum();
        SampleDamage damages = new SampleDamage();
        byte[] patientFile = damage ? damages.records(clinic.patients) : list(clinic.patients);
        byte[] queueFile = list(clinic.queue);
        byte[] noteFile = notes.toPrettyString().getBytes(StandardCharsets.UTF_8);
        byte[] historyFile = list(clinic.history);
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("patients.json"), patientFile);
            Files.write(folder.resolve("queue.json"), damage ? SampleDamage.doubled(queueFile) : queueFile);
            Files.write(folder.resolve("notes.json"), damage ? SampleDamage.cut(noteFile) : noteFile);
            Files.write(folder.resolve("history.json"), damage ? SampleDamage.leftOver(historyFile) : historyFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Written(patients, clinic.queue.size(), noteCount, clinic.history.size(), damages.lost());
    }

    private static byte[] list(Iterable<ObjectNode> records) {
        ArrayNode all = JsonNodes.MAPPER.createArrayNode();
        records.forEach(all::add);
        return all.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }
}
