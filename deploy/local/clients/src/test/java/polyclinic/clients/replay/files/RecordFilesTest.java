package polyclinic.clients.replay.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.clients.replay.TestRecords;
import polyclinic.clients.replay.bundle.RecordReader;
import polyclinic.clients.replay.bundle.Records;

class RecordFilesTest {
    @TempDir
    Path folder;

    private final List<RecordSet> sets = new ArrayList<>();
    private final Map<String, String> refused = new TreeMap<>();

    @ParameterizedTest
    @CsvSource({"UTF-8, ''", "UTF-8, EFBBBF", "UTF-16BE, FEFF", "UTF-16LE, FFFE"})
    void a_byte_order_mark_is_no_part_of_the_text(String charset, String mark) throws IOException {
        write("a.json", concat(HexFormat.of().parseHex(mark), patient("Zoë").getBytes(Charset.forName(charset))));
        read();

        assertThat(refused).isEmpty();
        assertThat(sets.get(0).entries().get(0).resource().at("/name/0/family").asText())
                .isEqualTo("Zoë");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "'' ~ empty",
                "<?xml version='1.0'?><Patient xmlns='http://hl7.org/fhir'/> ~ XML, not JSON: ask for application/fhir+json, or convert it first (the same content exists in both)",
                "<ClinicalDocument xmlns='urn:hl7-org:v3'/> ~ a CDA document in XML, not FHIR in JSON",
                "<!DOCTYPE html><HTML></HTML> ~ a web page, perhaps one that asks to sign in",
                "MSH|^|LAB ~ an HL7 v2 message, not FHIR in JSON",
                "%PDF-1.7 ~ a PDF, not FHIR in JSON",
                "{\"resourceType\":\"Patient\", ~ JSON that ends in the middle, at line 1, column 28: has all of it arrived?",
                "{\"resourceType\":\"Patient\",\"x\":Ada} ~ not JSON at line 1, column 33",
                "{\"id\":\"1\",\"id\":\"2\"} ~ not JSON at line 1, column 17",
                "{\"name\":\"package\"} ~ JSON, but not FHIR: an object without resourceType",
                "7 ~ JSON, but not FHIR: an object without resourceType",
            })
    void what_is_no_fhir_in_json_is_refused_and_named(String text, String reason) throws IOException {
        write("a.json", text.getBytes(StandardCharsets.UTF_8));
        read();

        assertThat(sets).isEmpty();
        assertThat(refused).containsOnlyKeys("a.json");
        assertThat(refused.getOrDefault("a.json", "").replaceFirst("column \\d+", "column N"))
                .isEqualTo(reason.replaceFirst("column \\d+", "column N"));
    }

    @Test
    void an_archive_is_named() throws IOException {
        write("a.json", new byte[] {'P', 'K', 3, 4, 0, 0});
        read();

        assertThat(refused).containsEntry("a.json", "a ZIP archive: unpack it and replay its folder");
    }

    @Test
    void letters_of_another_encoding_are_not_guessed() throws IOException {
        write("a.json", patient("Zoë").getBytes(StandardCharsets.ISO_8859_1));
        read();

        assertThat(refused).containsEntry("a.json", "not in UTF-8: convert it first (iconv -f latin1 -t utf-8)");
    }

    @Test
    void a_file_that_is_not_there_is_refused_and_the_next_one_read() throws IOException {
        write("b.json", TestRecords.bundle(patient("Ada")).getBytes(StandardCharsets.UTF_8));
        RecordFiles.read(List.of(folder.resolve("a.json"), folder.resolve("b.json")), sets::add, refused::put);

        assertThat(refused).containsOnlyKeys("a.json");
        assertThat(sets).hasSize(1);
    }

    @Test
    void gzip_is_unpacked_and_a_damaged_one_refused() throws IOException {
        byte[] packed = gzip(TestRecords.bundle(TestRecords.PATIENT));
        write("a.json.gz", packed);
        write("b.json.gz", Arrays.copyOf(packed, packed.length / 2));
        write("c.json.gz", new byte[] {0x1f, (byte) 0x8b, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
        read();

        assertThat(sets).hasSize(1);
        assertThat(refused).containsOnlyKeys("b.json.gz", "c.json.gz");
    }

    @Test
    void the_files_of_a_bulk_export_belong_together() throws IOException {
        write(
                "Patient.ndjson",
                lines(
                        TestRecords.PATIENT,
                        TestRecords.PATIENT.replace("\"p\"", "\"q\"").replace("Ada", "Bob")));
        write("Condition.000.ndjson", lines(gout("c1", "p"), gout("c2", "q")));
        write("Condition.001.ndjson.gz", gzip(new String(lines(gout("c3", "q")), StandardCharsets.UTF_8)));
        read();

        Records records = records();
        assertThat(refused).isEmpty();
        assertThat(records.patients()).hasSize(2);
        assertThat(records.patients().get(0).items()).hasSize(1);
        assertThat(records.patients().get(1).items()).hasSize(2);
    }

    @Test
    void single_resources_of_a_folder_belong_together() throws IOException {
        write("1.json", TestRecords.PATIENT.getBytes(StandardCharsets.UTF_8));
        write("2.json", gout("c1", "p").getBytes(StandardCharsets.UTF_8));
        write("3.json", ("[" + gout("c2", "p") + "," + gout("c3", "p") + "]").getBytes(StandardCharsets.UTF_8));
        write("readme.txt", "not read".getBytes(StandardCharsets.UTF_8));
        read();

        assertThat(records().patients().get(0).items()).hasSize(3);
        assertThat(sets.get(0).name()).isEqualTo("1.json and 2 more");
    }

    @Test
    void a_part_is_not_taken_for_a_whole_record() throws IOException {
        write(
                "Condition.ndjson",
                (new String(lines(gout("c1", "p")), StandardCharsets.UTF_8) + "{\"resourceType\":")
                        .getBytes(StandardCharsets.UTF_8));
        write("Patient.ndjson", lines(TestRecords.PATIENT));
        read();

        assertThat(sets).isEmpty();
        assertThat(refused)
                .containsEntry("Patient.ndjson", "belongs together with a file that is refused")
                .hasEntrySatisfying(
                        "Condition.ndjson", reason -> assertThat(reason).contains("line 2"));
    }

    @Test
    void what_is_no_part_of_it_spoils_no_record() throws IOException {
        write("1.json", TestRecords.PATIENT.getBytes(StandardCharsets.UTF_8));
        write("2.xml", "<Patient/>".getBytes(StandardCharsets.UTF_8));
        write(
                "3.json",
                TestRecords.bundle("{\"resourceType\":\"MedicationOrder\"}").getBytes(StandardCharsets.UTF_8));
        write("4.json", "{\"name\":\"package\"}".getBytes(StandardCharsets.UTF_8));
        RecordFiles.read(
                List.of(
                        folder.resolve("1.json"),
                        folder.resolve("2.xml"),
                        folder.resolve("3.json"),
                        folder.resolve("4.json")),
                sets::add,
                refused::put);

        assertThat(sets).hasSize(1);
        assertThat(refused).containsOnlyKeys("2.xml", "3.json", "4.json");
    }

    @Test
    void exports_of_two_institutions_are_not_mixed() throws IOException {
        write("a.ndjson", lines(TestRecords.PATIENT));
        write("b.ndjson", lines(TestRecords.PATIENT.replace("Ada", "Bob")));
        read();

        assertThat(refused)
                .containsEntry(
                        "a.ndjson and 1 more",
                        "Patient/p is in them twice and differs: replay each institution's files on their own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"collection", "transaction", "batch", "document", "searchset", "message"})
    void a_bundle_is_a_record_of_its_own(String type) throws IOException {
        for (String name : List.of("Ada", "Bob"))
            write(
                    name,
                    TestRecords.bundleOf(
                                    type,
                                    "{\"resource\":" + TestRecords.PATIENT.replace("Ada", name) + "}",
                                    "{\"resource\":" + gout("c", "p") + "}")
                            .getBytes(StandardCharsets.UTF_8));
        RecordFiles.read(List.of(folder.resolve("Ada"), folder.resolve("Bob")), sets::add, refused::put);

        assertThat(sets).hasSize(2).allSatisfy(set -> assertThat(
                        RecordReader.read(set, TestRecords.NOW).patients())
                .singleElement()
                .satisfies(plan -> assertThat(plan.items()).hasSize(1)));
    }

    @Test
    void bundles_in_ndjson_and_within_others_are_records_of_their_own() throws IOException {
        String one = TestRecords.bundle(TestRecords.PATIENT);
        write("a.ndjson", lines(one, TestRecords.bundle(one, one)));
        read();

        assertThat(sets).hasSize(3);
    }

    @Test
    void the_answers_to_the_searches_of_a_batch_belong_to_it() throws IOException {
        String found = TestRecords.bundleOf("searchset", "{\"resource\":" + gout("c", "p") + "}");
        write(
                "a.json",
                TestRecords.bundleOf(
                                "batch-response",
                                "{\"resource\":" + TestRecords.PATIENT + "}",
                                "{\"resource\":" + found + "}")
                        .getBytes(StandardCharsets.UTF_8));
        read();

        assertThat(records().patients().get(0).items()).hasSize(1);
    }

    @Test
    void the_resources_of_parameters_are_read() throws IOException {
        write(
                "a.json",
                ("{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"return\",\"resource\":"
                                + TestRecords.bundle(TestRecords.PATIENT)
                                + "},{\"name\":\"count\",\"valueInteger\":1}]}")
                        .getBytes(StandardCharsets.UTF_8));
        read();

        assertThat(records().patients()).hasSize(1);
    }

    @Test
    void pages_of_one_search_belong_together_when_they_say_where_each_resource_lies() throws IOException {
        write("1.json", page(entry("Patient/p", TestRecords.PATIENT), "next"));
        write("2.json", page(entry("Condition/c", gout("c", "p")), "self"));
        read();

        Records records = records();
        assertThat(records.patients().get(0).items()).hasSize(1);
        assertThat(records.patients().get(0).notes())
                .containsKey("the Bundle is one page of several (link next): replay the other pages too");
    }

    @Test
    void a_page_of_a_search_and_a_single_resource_are_not_one_record() throws IOException {
        write("1.json", page(entry("Patient/p", TestRecords.PATIENT), "self"));
        write("2.json", gout("c", "p").getBytes(StandardCharsets.UTF_8));
        read();

        assertThat(sets).extracting(set -> set.entries().size()).containsExactly(1, 1);
    }

    @Test
    void of_a_history_the_last_version_counts_and_what_was_deleted_is_gone() throws IOException {
        String old = gout("c", "p").replace("Gout", "Asthma");
        write(
                "a.json",
                TestRecords.bundleOf(
                                "history",
                                entry("Patient/p", TestRecords.PATIENT),
                                entry("Condition/c", gout("c", "p")),
                                entry("Condition/c", old),
                                "{\"request\":{\"method\":\"DELETE\",\"url\":\"Condition/d\"}}",
                                entry("Condition/d", gout("d", "p")))
                        .getBytes(StandardCharsets.UTF_8));
        read();

        assertThat(records().patients().get(0).items()).singleElement().satisfies(item -> assertThat(
                        item.body().at("/content/title").asText())
                .isEqualTo("Gout"));
    }

    @Test
    void what_a_transaction_deletes_is_not_stored() throws IOException {
        write(
                "a.json",
                TestRecords.bundleOf(
                                "transaction",
                                entry("Patient/p", TestRecords.PATIENT),
                                entry("Condition/c", gout("c", "p")),
                                "{\"request\":{\"method\":\"DELETE\",\"url\":\"https://a.example/Condition/c\"}}")
                        .getBytes(StandardCharsets.UTF_8));
        read();

        assertThat(records().patients().get(0).skipped())
                .isEqualTo(Map.of("Condition", Map.of("was deleted where it comes from", 1)));
    }

    @Test
    void a_document_that_was_entered_in_error_is_refused() throws IOException {
        write(
                "a.json",
                TestRecords.bundleOf(
                                "document",
                                "{\"resource\":{\"resourceType\":\"Composition\",\"status\":\"entered-in-error\"}}",
                                entry("Patient/p", TestRecords.PATIENT))
                        .getBytes(StandardCharsets.UTF_8));
        read();

        assertThat(refused).containsEntry("a.json", "a document that was entered in error");
    }

    @Test
    void an_empty_folder_is_named() {
        read();

        assertThat(refused.values()).containsExactly("a folder without JSON or NDJSON files");
    }

    private void read() {
        RecordFiles.read(List.of(folder), sets::add, refused::put);
    }

    private Records records() {
        assertThat(sets).hasSize(1);
        return RecordReader.read(sets.get(0), TestRecords.NOW);
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }

    private static byte[] lines(String... resources) {
        StringBuilder text = new StringBuilder();
        for (String resource : resources)
            text.append(resource.replace("\n", " ")).append('\n');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] page(String entry, String relation) {
        return TestRecords.bundleOf("searchset", entry)
                .replaceFirst(
                        "\\{", "{\"link\":[{\"relation\":\"" + relation + "\",\"url\":\"https://a.example?page\"}],")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String entry(String name, String resource) {
        return "{\"fullUrl\":\"https://a.example/" + name + "\",\"resource\":" + resource + "}";
    }

    private static String gout(String id, String patient) {
        return TestRecords.about("Condition", id, "\"code\":{\"text\":\"Gout\"},\"onsetDateTime\":\"2001\"")
                .replace("Patient/p", "Patient/" + patient);
    }

    private static String patient(String name) {
        return "{\"resourceType\":\"Patient\",\"id\":\"p\",\"name\":[{\"family\":\"" + name + "\"}]}";
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
