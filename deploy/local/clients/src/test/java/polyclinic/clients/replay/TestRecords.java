package polyclinic.clients.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.replay.bundle.RecordReader;
import polyclinic.clients.replay.bundle.Records;
import polyclinic.clients.replay.files.RecordFiles;
import polyclinic.clients.replay.files.RecordSet;
import polyclinic.clients.replay.plan.ImportItem;
import polyclinic.clients.replay.plan.ImportPlan;

/** Records that a test writes, and how they are read. */
public final class TestRecords {
    public static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    /** Somebody whom the resources of a test are about. */
    public static final String PATIENT = """
            {"resourceType":"Patient","id":"p","name":[{"given":["Ada"],"family":"Byron"}],"birthDate":"1970-01-01","gender":"female",
             "identifier":[{"system":"urn:numbers","value":"7"}]}""";

    private TestRecords() {}

    public static String bundle(String... resources) {
        return bundleOf(
                "collection",
                Stream.of(resources).map(one -> "{\"resource\":" + one + "}").toArray(String[]::new));
    }

    public static String bundleOf(String type, String... entries) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\",\"entry\":[" + String.join(",", entries) + "]}";
    }

    /** A resource about the patient. */
    public static String about(String type, String id, String members) {
        String subject = List.of("AllergyIntolerance", "Immunization", "Claim", "ExplanationOfBenefit")
                        .contains(type)
                ? "patient"
                : "subject";
        return "{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\",\"" + subject
                + "\":{\"reference\":\"Patient/p\"}" + (members.isEmpty() ? "" : "," + members) + "}";
    }

    /** @throws CheckFailed when it is refused */
    public static Records read(String json) {
        try {
            Path file = Files.createTempFile("record", ".json");
            Files.writeString(file, json);
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws CheckFailed when it is refused */
    public static Records read(Path path) {
        List<RecordSet> sets = new ArrayList<>();
        RecordFiles.read(List.of(path), sets::add, (name, reason) -> {
            throw new CheckFailed(reason);
        });
        if (sets.size() != 1) throw new IllegalStateException(sets.size() + " sets");
        return RecordReader.read(sets.get(0), NOW);
    }

    /** Returns how the record of the only patient is treated. */
    public static ImportPlan readOne(String json) {
        Records records = read(json);
        if (records.patients().size() != 1)
            throw new IllegalStateException(records.patients().size() + " patients");
        return records.patients().get(0);
    }

    public static ImportPlan readBundle(String... resources) {
        return readOne(bundle(resources));
    }

    /** Returns the item of a resource. */
    public static ImportItem item(ImportPlan plan, String source) {
        return plan.items().stream()
                .filter(item -> item.source().equals(source))
                .findFirst()
                .orElseThrow(() -> new AssertionError(source + " is not stored: " + plan.skipped()));
    }
}
