package polyclinic.clients.replay.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.replay.plan.ImportItem;
import polyclinic.clients.replay.plan.ImportItemKind;
import polyclinic.clients.replay.plan.ImportPlan;

/** Reads everything back from the clinic: each item must be there exactly once and as it was sent. */
public final class ReadBack {
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    private final ImportPlan plan;
    private final ImportOutcome outcome;
    private final @Nullable JsonNode patient;
    private final PrintStream out;
    private final ApiClient reception;
    private final ApiClient nurse;
    private final ApiClient cashier;
    private final List<ImportItem> items;

    /** @param patient as the clinic has them, when they have been read already */
    public ReadBack(
            Clinic clinic, ImportPlan plan, ImportOutcome outcome, @Nullable JsonNode patient, PrintStream out) {
        this.plan = plan;
        this.outcome = outcome;
        this.patient = patient;
        this.out = out;
        reception = clinic.as("reception").retrying();
        nurse = clinic.as("nurse").retrying();
        cashier = clinic.as("cashier").retrying();
        items = plan.items().stream().filter(item -> !outcome.isRefused(item)).toList();
    }

    /** Returns the fields and items that differ from what was sent. */
    public List<String> differences() {
        List<String> differences = Collections.synchronizedList(new ArrayList<>(patientDifferences()));
        StoredRecord stored = Poller.until(
                READ_TIMEOUT,
                () -> {
                    StoredRecord found = StoredRecord.of(nurse, cashier, outcome.patientId(), items);
                    return items.stream().noneMatch(item -> found.of(item).isEmpty()) ? found : null;
                },
                () -> "something that was stored cannot be read back");
        List<ImportItem> files = new ArrayList<>();
        for (ImportItem item : items) {
            List<JsonNode> found = stored.of(item);
            if (!StoredRecord.isUndated(item) && found.size() != expectedCount(item)) {
                differences.add(item.source() + " is there " + found.size() + " times");
                continue;
            }
            differences.addAll(leastDifferences(item, found));
            if (item.kind() == ImportItemKind.ASSET) files.add(item);
        }
        new ParallelItems(out)
                .run(
                        "files read back",
                        files,
                        file -> differences.addAll(
                                fileDifferences(file, stored.of(file).get(0))));
        return differences;
    }

    /** Allergies of one record may be equal in everything that the clinic keeps of them. */
    private long expectedCount(ImportItem item) {
        if (item.kind() != ImportItemKind.ALLERGY) return 1;
        return items.stream()
                .filter(other -> other.kind() == ImportItemKind.ALLERGY)
                .filter(other -> other.body()
                                .path("substance")
                                .equals(item.body().path("substance"))
                        && other.body().path("recordedAt").equals(item.body().path("recordedAt")))
                .count();
    }

    private static List<String> leastDifferences(ImportItem item, List<JsonNode> found) {
        return found.stream()
                .map(stored -> Comparison.differences(item.source(), item.comparable(), stored))
                .min(Comparator.comparingInt(List::size))
                .orElseThrow();
    }

    private List<String> patientDifferences() {
        JsonNode stored = patient != null
                ? patient
                : reception.get("/patients/" + outcome.patientId()).expect(200).json();
        ObjectNode sent = plan.patient().deepCopy();
        String source = plan.patientSource();
        List<String> differences = new ArrayList<>();
        JsonNode phone = sent.remove("phone");
        if (phone != null
                && !Comparison.isSamePhone(phone.asText(), stored.path("phone").asText()))
            differences.add(source + ".phone");
        List<JsonNode> known = new ArrayList<>();
        stored.path("identifiers").forEach(known::add);
        for (JsonNode identifier : sent.remove("identifiers"))
            if (known.stream().noneMatch(other -> Comparison.isSameIdentifier(identifier, other)))
                differences.add(source + ".identifiers");
        differences.addAll(Comparison.differences(source, sent, stored));
        if (outcome.patientIsNew()) return differences;
        // The clinic's value may be newer than that of an old file.
        differences.forEach(field -> plan.note("the clinic's value differs from the file's and is kept: " + field));
        return List.of();
    }

    private List<String> fileDifferences(ImportItem item, JsonNode asset) {
        ImportItem.File file = item.requireFile();
        List<String> differences = new ArrayList<>();
        // A photo is kept without its metadata, and says so by the hash of what was sent.
        boolean changed = asset.hasNonNull("originalSha256");
        if (!changed && asset.path("size").asLong() != file.bytes().length) differences.add(item.source() + ".size");
        if (!DigestUtils.sha256Hex(file.bytes())
                .equals(asset.path(changed ? "originalSha256" : "sha256").asText()))
            differences.add(item.source() + ".sha256");
        String contentType = file.contentType();
        if (contentType != null
                && !contentType
                        .replaceFirst(";.*", "")
                        .strip()
                        .equalsIgnoreCase(asset.path("contentType").asText()))
            differences.add(item.source() + ".contentType");
        byte[] download = nurse.get("/assets/" + asset.path("id").asText() + "/content")
                .expect(200)
                .bytes();
        if (!DigestUtils.sha256Hex(download).equals(asset.path("sha256").asText()))
            differences.add(item.source() + " content");
        return differences;
    }
}
