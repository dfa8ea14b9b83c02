package polyclinic.patient.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.commons.json.Json;
import polyclinic.patient.ServiceTest;
import polyclinic.patient.embeddings.TextModels;
import polyclinic.patient.similarity.RecordEmbeddings.Due;

/** With the model inside: records are found by what they mean, in words that they do not have. */
@QuarkusTest
class SearchByMeaningTest extends ServiceTest {
    private static final String SEARCH = "/api/v1/medical-records/search";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Name → title and text of a record. */
    private static final Map<String, List<String>> RECORDS = Map.ofEntries(
            record(
                    "infarction",
                    "Emergency visit",
                    "Acute myocardial infarction, stent placed in the left coronary artery."),
            record(
                    "asthma",
                    "Pulmonology",
                    "Wheezing and shortness of breath on exertion, salbutamol inhaler prescribed."),
            record("diabetes", "Endocrinology", "HbA1c 8.9 percent, insulin dose increased, dietary counselling."),
            record(
                    "migraine",
                    "Neurology",
                    "Throbbing unilateral headache with aura and photophobia, sumatriptan helps."),
            record("fracture", "Trauma", "Distal radius fracture after a fall, plaster cast for six weeks."),
            record("pregnancy", "Obstetrics", "Twelve weeks pregnant, ultrasound shows one fetus with a heartbeat."),
            record(
                    "depression",
                    "Psychiatry",
                    "Low mood, loss of interest and early waking for two months; sertraline begun."),
            record("eczema", "Dermatology", "Itchy dry patches in the folds of the elbows, hydrocortisone cream."),
            record("cataract", "Ophthalmology", "Clouding of the lens of the right eye, surgery planned."),
            record("appendicitis", "Surgery", "Laparoscopic removal of an inflamed appendix without complications."),
            record("hearing", "ENT", "Age-related loss of hearing in both ears, fitted with hearing aids."),
            record("kidney stone", "Urology", "Colicky flank pain, a calculus of 5 mm in the left ureter."),
            record("anaemia", "Haematology", "Haemoglobin 8.1 g/dl, low ferritin, iron infusion given."),
            record("hypothyroidism", "Endocrinology", "TSH 12, tired and cold, levothyroxine 50 micrograms daily."),
            record(
                    "gastritis",
                    "Gastroenterology",
                    "Burning pain in the upper abdomen, helicobacter found by biopsy, pantoprazole."),
            record("stroke", "Stroke unit", "Sudden weakness of the right arm and slurred speech, thrombolysis given."),
            record("gout", "Rheumatology", "Swollen red big toe with urate crystals, colchicine."),
            record(
                    "hay fever",
                    "Allergology",
                    "Sneezing and watery eyes in spring, grass pollen positive in the skin test."),
            record("dementia", "Geriatrics", "Increasing forgetfulness, gets lost on the way home, MMSE 19 of 30."),
            record("tooth", "Dentistry", "Caries of the lower left molar, filling placed."),
            record("vaccination", "Prevention", "Influenza and pneumococcal vaccines given in the left upper arm."),
            record("hypertension", "Cardiology", "Blood pressure 172 over 98 at three visits, ramipril begun."),
            record("back", "Orthopaedics", "Herniated disc L5/S1 pressing on the nerve, pain radiating into the leg."),
            record("alcohol", "Addiction clinic", "Drinks a bottle of wine daily, wants to stop, withdrawal planned."));

    /** Question → the record that answers it. */
    private static final Map<String, String> QUESTIONS = Map.ofEntries(
            Map.entry("heart attack", "infarction"),
            Map.entry("trouble breathing", "asthma"),
            Map.entry("high blood sugar", "diabetes"),
            Map.entry("severe headaches with sensitivity to light", "migraine"),
            Map.entry("broken wrist", "fracture"),
            Map.entry("expecting a baby", "pregnancy"),
            Map.entry("patient feels sad and hopeless", "depression"),
            Map.entry("skin rash", "eczema"),
            Map.entry("blurred vision", "cataract"),
            Map.entry("he is getting deaf", "hearing"),
            Map.entry("iron deficiency", "anaemia"),
            Map.entry("underactive thyroid", "hypothyroidism"),
            Map.entry("stomach ulcer or inflammation", "gastritis"),
            Map.entry("paralysis of one side of the body", "stroke"),
            Map.entry("allergy to pollen", "hay fever"),
            Map.entry("memory problems in old age", "dementia"),
            Map.entry("flu shot", "vaccination"),
            Map.entry("hypertension", "hypertension"),
            Map.entry("sciatica", "back"),
            Map.entry("drinking problem", "alcohol"));

    @Inject
    Pool pool;

    @Inject
    RecordEmbeddings embeddings;

    @Inject
    TextModels models;

    @Test
    void questions_find_the_record_that_answers_them_though_they_share_no_words() {
        String patient = registered();
        Map<String, String> names = new HashMap<>();
        RECORDS.forEach((name, record) -> names.put(write(patient, record.get(0), record.get(1)), name));
        await().atMost(LIMIT).until(() -> found(patient, "anything", 100).size() == RECORDS.size());

        List<String> first = new ArrayList<>();
        List<String> notAmongThree = new ArrayList<>();
        QUESTIONS.forEach((question, answer) -> {
            List<String> nearest =
                    found(patient, question, 3).stream().map(names::get).toList();
            if (nearest.get(0).equals(answer)) first.add(question);
            if (!nearest.contains(answer)) notAmongThree.add(question + " " + nearest);
        });

        assertThat(notAmongThree).isEmpty();
        assertThat(first).hasSizeGreaterThanOrEqualTo(QUESTIONS.size() * 9 / 10);
    }

    @Test
    void a_record_is_found_by_what_it_says_now() {
        String patient = registered();
        String changed = write(patient, "Trauma", "Broken leg after a skiing accident.");
        String other = write(patient, "Ophthalmology", "Pressure in the eye is raised, drops against glaucoma.");
        await().atMost(LIMIT).until(() -> found(patient, "fracture", 2), List.of(changed, other)::equals);

        as("nurse")
                .header("If-Match", "*")
                .body("{\"title\":\"Dentistry\",\"data\":{\"text\":\"Wisdom tooth extracted.\"}}")
                .patch("/api/v1/patients/" + patient + "/medical-records/" + changed)
                .then()
                .statusCode(200);

        await().atMost(LIMIT).until(() -> found(patient, "teeth", 2), List.of(changed, other)::equals);
        as("nurse")
                .delete("/api/v1/patients/" + patient + "/medical-records/" + changed)
                .then()
                .statusCode(204);
        assertThat(found(patient, "teeth", 2)).containsExactly(other);
        assertThat(count("record_id = '" + changed + "'")).isZero();
    }

    @Test
    void what_clients_send_and_what_the_model_makes_are_not_compared() {
        String patient = registered();
        String sent = created(as("nurse")
                .body(
                        "{\"date\":\"2024-01-01\",\"kind\":\"note\",\"title\":\"Call\",\"data\":{\"text\":\"cough\"},\"embedding\":%s}"
                                .formatted(Collections.nCopies(384, 1)))
                .post("/api/v1/patients/" + patient + "/medical-records"));
        String unsent = write(patient, "Call", "cough");
        await().atMost(LIMIT).until(() -> Set.copyOf(found(patient, "cough", 9)), Set.of(sent, unsent)::equals);

        Response byNumbers = as("nurse")
                .body("{\"embedding\":%s,\"patientId\":\"%s\"}".formatted(Collections.nCopies(384, 2), patient))
                .post(SEARCH);

        assertThat(byNumbers.then().statusCode(200).extract().<List<String>>path("items.record.id"))
                .containsExactly(sent);
    }

    @Test
    void what_another_model_made_is_not_compared_and_made_anew() {
        String patient = registered();
        String record = write(patient, "Call", "fever and chills");
        await().atMost(LIMIT).until(() -> found(patient, "fever", 9), List.of(record)::equals);
        run("update medical_record_embedding set model = 'another' where record_id = '" + record + "'");
        assertThat(found(patient, "fever", 9)).isEmpty();

        embeddings.renew(models.require().name()).await().atMost(LIMIT);

        await().atMost(LIMIT).until(() -> found(patient, "fever", 9), List.of(record)::equals);
    }

    /** And one that was killed with what it had taken only delays it. */
    @Test
    void two_replicas_never_take_the_same_record() {
        String patient = registered();
        Set<UUID> records = new HashSet<>();
        for (int i = 0; i < 20; i++) records.add(UUID.fromString(write(patient, "Call " + i, "cough")));
        String ours = "record_id in ('"
                + String.join("','", records.stream().map(UUID::toString).toList()) + "')";
        await().atMost(LIMIT).until(() -> count(ours + " and embedding is not null") == records.size());
        // Before all others, and before the service itself looks again.
        run("update medical_record_embedding set due_at = '2000-01-01', embedding = null where " + ours);

        List<List<Due>> taken = Uni.join()
                .all(embeddings.take(10), embeddings.take(10))
                .andFailFast()
                .await()
                .atMost(LIMIT);

        List<UUID> ids = taken.stream().flatMap(List::stream).map(Due::id).toList();
        assertThat(ids).doesNotHaveDuplicates();
        run("update medical_record_embedding set due_at = now() where " + ours);
        await().atMost(LIMIT).until(() -> count(ours + " and embedding is not null") == records.size());
    }

    private static Map.Entry<String, List<String>> record(String name, String title, String text) {
        return Map.entry(name, List.of(title, text));
    }

    private static String write(String patient, String title, String text) {
        return created(as("nurse")
                .body(Json.write(
                        Map.of("date", "2024-01-01", "kind", "note", "title", title, "data", Map.of("text", text))))
                .post("/api/v1/patients/" + patient + "/medical-records"));
    }

    /** Ids of the nearest records of the patient. */
    private static List<String> found(String patient, String question, int k) {
        return as("nurse")
                .body(Json.write(Map.of("q", question, "patientId", patient, "k", k)))
                .post(SEARCH)
                .then()
                .statusCode(200)
                .extract()
                .path("items.record.id");
    }

    private int count(String condition) {
        return pool.query("select count(*)::int from medical_record_embedding where " + condition)
                .executeAndAwait()
                .iterator()
                .next()
                .getInteger(0);
    }

    private void run(String sql) {
        pool.query(sql).executeAndAwait();
    }
}
