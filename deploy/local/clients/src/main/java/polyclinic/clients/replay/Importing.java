package polyclinic.clients.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import polyclinic.clients.Answer;
import polyclinic.clients.Api;
import polyclinic.clients.Clinic;
import polyclinic.clients.Sha256;
import polyclinic.clients.Wait;
import polyclinic.clients.Wrong;

/** Brings one record in, reads it back and compares. May be done again: what is there is found and not stored twice. */
final class Importing {
    private static final int AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Plan plan;
    private final PrintStream out;
    private final Api reception;
    private final Api nurse;
    private final Set<String> fresh = ConcurrentHashMap.newKeySet();
    /** Source → why the clinic did not take it. */
    private final Map<String, String> refused = new ConcurrentSkipListMap<>();

    private String patientId;
    private boolean patientIsNew;

    Importing(Clinic clinic, Plan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
        reception = clinic.as("reception").patient();
        nurse = clinic.as("nurse").patient();
    }

    /** @return the patient's id */
    String run() {
        registerOrFind();
        // The nurse may write as soon as the other services know the patient; they ask patient-service on a miss.
        Stored before = Stored.of(nurse, patientId);
        List<Item> missing =
                plan.items.stream().filter(item -> before.of(item).isEmpty()).toList();
        out.printf("  %d of %d items are here already%n", plan.items.size() - missing.size(), plan.items.size());
        atOnce("stored", missing, this::store);
        return patientId;
    }

    // --- the patient ---

    private void registerOrFind() {
        JsonNode found = byIdentifiers();
        if (found == null) found = register();
        patientId = found.path("id").asText();
        out.printf(
                "  patient %s, UHID %s, %s%n",
                patientId, found.path("uhid").asText(), patientIsNew ? "registered" : "found by an identifier");
        if (!patientIsNew) addIdentifiers(found);
    }

    private JsonNode byIdentifiers() {
        JsonNode known = null;
        for (JsonNode identifier : plan.patient.path("identifiers")) {
            String asked = identifier.path("system").asText() + "|"
                    + identifier.path("value").asText();
            for (JsonNode found : reception.all("/patients?identifier=" + Api.encode(asked))) {
                if (known != null && !known.path("id").equals(found.path("id")))
                    throw new Wrong("the record's identifiers belong to two patients of the clinic: "
                            + known.path("uhid").asText() + " and "
                            + found.path("uhid").asText());
                known = found;
            }
        }
        return known;
    }

    private JsonNode register() {
        String key = "fhir:" + plan.patientSource;
        String path = "/patients";
        for (int attempt = 1; attempt < 8; attempt++) {
            Answer answer = reception.post(path, plan.patient, key);
            if (answer.status() == 201) {
                patientIsNew = !"true".equals(answer.header("Idempotency-Replayed"));
                return answer.json();
            }
            if (answer.status() == 409 && answer.problem().equals("possible-duplicate")) {
                plan.note("somebody similar is registered under other identifiers: registered as another person");
                path = "/patients?confirmDistinct=true";
            } else if (answer.status() == 409 && answer.problem().equals("duplicate-identifier")) {
                // Registered by somebody else since we asked, or the e-mail address is another patient's.
                JsonNode found = byIdentifiers();
                if (found != null) return found;
                leaveOut(answer.text("field") == null ? "email" : answer.text("field"), "is another patient's");
            } else if (answer.status() == 422 && answer.json().has("violations")) {
                answer.json()
                        .path("violations")
                        .forEach(violation -> leaveOut(
                                violation.path("field").asText().replaceFirst("^.*request\\.", ""),
                                violation.path("message").asText()));
            } else {
                answer.expect(201);
            }
        }
        throw new Wrong("the patient could not be registered");
    }

    /** Dirty data must not keep a patient out: a field that the clinic cannot take is left empty, and told. */
    private void leaveOut(String field, String why) {
        String member = field.replaceFirst("[.\\[].*", "");
        boolean optional =
                Set.of("phone", "email", "address", "emergencyContacts").contains(member);
        if (!optional || plan.patient.remove(member) == null)
            throw new Wrong("the patient could not be registered: " + field + " " + why);
        plan.note("the patient's " + member + " " + why + ": left empty");
    }

    /** What this record knows and the clinic does not. */
    private void addIdentifiers(JsonNode found) {
        Set<JsonNode> known = new HashSet<>();
        found.path("identifiers").forEach(known::add);
        List<JsonNode> all = new ArrayList<>();
        found.path("identifiers").forEach(all::add);
        plan.patient.path("identifiers").forEach(identifier -> {
            if (known.add(identifier)) all.add(identifier);
        });
        if (all.size() == found.path("identifiers").size()) return;
        Answer now = reception.get("/patients/" + patientId).expect(200);
        reception
                .patch("/patients/" + patientId, now.etag(), polyclinic.clients.Json.object("identifiers", all))
                .expect(200);
        plan.note("identifiers that the clinic did not know yet: added to the patient");
    }

    // --- the items ---

    private void store(Item item) {
        Answer answer =
                switch (item.kind()) {
                    case ALLERGY -> nurse.post("/patients/" + patientId + "/allergies", item.body(), item.key());
                    case HISTORY -> nurse.post("/history", ofPatient(item), item.key());
                    case CLINICAL_DATA -> nurse.post("/clinical-data", ofPatient(item), item.key());
                    case ASSET ->
                        nurse.upload(
                                "/assets",
                                ofPatient(item),
                                item.file().name(),
                                item.file().contentType() == null
                                        ? "application/octet-stream"
                                        : item.file().contentType(),
                                item.file().bytes(),
                                item.key());
                };
        switch (answer.status()) {
            case 201 -> fresh.add(item.source());
            case 413, 415, 422 ->
                refused.put(
                        item.source(),
                        "refused by the clinic: " + answer.problem() + " "
                                + answer.json().path("violations").findValuesAsText("message"));
            default -> throw new Wrong(item.source() + ": " + expected(answer));
        }
    }

    private static String expected(Answer answer) {
        try {
            answer.expect(201);
            return "";
        } catch (Wrong wrong) {
            return wrong.getMessage();
        }
    }

    private ObjectNode ofPatient(Item item) {
        ObjectNode body = item.body().deepCopy();
        return body.put("patientId", patientId);
    }

    // --- reading back ---

    /** Everything again from the clinic, each item exactly once and as it was sent. Returns what is wrong. */
    List<String> compare() {
        List<String> wrong = new ArrayList<>(comparePatient());
        Stored now = Wait.until(
                PATIENCE,
                () -> {
                    Stored stored = Stored.of(nurse, patientId);
                    boolean whole = plan.items.stream()
                            .allMatch(
                                    item -> isRefused(item) || !stored.of(item).isEmpty());
                    return whole ? stored : null;
                },
                () -> "something that was stored cannot be read back");
        List<Item> files = new ArrayList<>();
        for (Item item : plan.items) {
            if (isRefused(item)) continue;
            List<JsonNode> found = now.of(item);
            if (found.size() != sameAs(item)) {
                wrong.add(item.source() + " is there " + found.size() + " times");
                continue;
            }
            wrong.addAll(best(item, found));
            if (item.kind() == ItemKind.ASSET) files.add(item);
        }
        List<String> bytes = java.util.Collections.synchronizedList(wrong);
        atOnce("files read back", files, file -> compareFile(file, now.of(file).get(0), bytes));
        return wrong;
    }

    /** Allergies may really be the same in all that is kept of them. */
    private long sameAs(Item item) {
        if (item.kind() != ItemKind.ALLERGY) return 1;
        return plan.items.stream()
                .filter(other -> other.kind() == ItemKind.ALLERGY
                        && !isRefused(other)
                        && other.body().path("substance").equals(item.body().path("substance"))
                        && other.body().path("recordedAt").equals(item.body().path("recordedAt")))
                .count();
    }

    private static List<String> best(Item item, List<JsonNode> found) {
        return found.stream()
                .map(one -> Same.differences(item.source(), item.body(), one))
                .min(java.util.Comparator.comparingInt(List::size))
                .orElseThrow();
    }

    private List<String> comparePatient() {
        JsonNode stored = reception.get("/patients/" + patientId).expect(200).json();
        ObjectNode sent = plan.patient.deepCopy();
        JsonNode phone = sent.remove("phone");
        List<String> wrong = new ArrayList<>();
        // The clinic normalises: the same digits with the country's code before them.
        if (phone != null && !digits(stored.path("phone").asText()).endsWith(digits(phone.asText())))
            wrong.add(plan.patientSource + ".phone");
        JsonNode identifiers = sent.remove("identifiers");
        Set<JsonNode> known = new HashSet<>();
        stored.path("identifiers").forEach(known::add);
        for (JsonNode identifier : identifiers)
            if (!known.contains(identifier)) wrong.add(plan.patientSource + ".identifiers");
        wrong.addAll(Same.differences(plan.patientSource, sent, stored));
        if (patientIsNew) return wrong;
        // The clinic may know better by now than an old file.
        wrong.forEach(field -> plan.note("the clinic's value differs from the file's and is kept: " + field));
        return List.of();
    }

    private static String digits(String text) {
        return text.replaceAll("\\D", "");
    }

    private void compareFile(Item item, JsonNode asset, List<String> wrong) {
        byte[] sent = item.file().bytes();
        if (asset.path("size").asLong() != sent.length) wrong.add(item.source() + ".size");
        if (!Sha256.hex(sent).equals(asset.path("sha256").asText())) wrong.add(item.source() + ".sha256");
        String type = item.file().contentType();
        if (type != null
                && !type.replaceFirst(";.*", "")
                        .strip()
                        .equalsIgnoreCase(asset.path("contentType").asText()))
            wrong.add(item.source() + ".contentType");
        byte[] back = nurse.get("/assets/" + asset.path("id").asText() + "/content")
                .expect(200)
                .bytes();
        if (!Arrays.equals(sent, back)) wrong.add(item.source() + " content");
    }

    // --- the table ---

    Tally tally() {
        Tally tally = new Tally();
        plan.inFile.forEach((type, inFile) -> {
            Map<String, Integer> skipped = new TreeMap<>(plan.skipped.getOrDefault(type, Map.of()));
            Set<String> lost = new HashSet<>();
            refused.forEach((source, reason) -> {
                if (source.startsWith(type + "/") && lost.add(source.replaceFirst("#.*", "")))
                    skipped.merge(reason, 1, Integer::sum);
            });
            int stored = (int) plan.plannedOf(type) - lost.size();
            int freshOnes = type.equals("Patient")
                    ? (patientIsNew ? 1 : 0)
                    : (int) fresh.stream()
                            .filter(source -> source.startsWith(type + "/"))
                            .map(source -> source.replaceFirst("#.*", ""))
                            .distinct()
                            .count();
            tally.put(type, new Tally.Row(inFile, stored, freshOnes, skipped));
        });
        return tally;
    }

    private boolean isRefused(Item item) {
        return refused.containsKey(item.source());
    }

    // --- bounded parallelism ---

    private interface Work {
        void on(Item item);
    }

    private void atOnce(String what, List<Item> items, Work work) {
        if (items.isEmpty()) return;
        AtomicInteger done = new AtomicInteger();
        int tenth = Math.max(1, (items.size() + 9) / 10);
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (Item item : items)
                all.add(pool.submit(() -> {
                    work.on(item);
                    int now = done.incrementAndGet();
                    if (now % tenth == 0 || now == items.size())
                        out.printf("  %s: %d of %d%n", what, now, items.size());
                }));
            for (Future<?> one : all) one.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Wrong wrong ? wrong : new Wrong(String.valueOf(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Wrong("interrupted", e);
        } finally {
            pool.shutdownNow();
        }
    }
}
