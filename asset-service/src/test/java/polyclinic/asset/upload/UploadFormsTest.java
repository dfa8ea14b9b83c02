package polyclinic.asset.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.asset.AssetClient.ASSETS;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import polyclinic.asset.AssetClient;
import polyclinic.asset.Stores;
import polyclinic.asset.dicom.DicomBytes;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.testing.web.Tokens;

/** Forms as browsers, scripts and scanners write them (RFC 7578), with files as people have them. */
@QuarkusTest
class UploadFormsTest {
    private static final String NURSE = Tokens.of("nurse");
    private static final String METADATA = "Content-Disposition: form-data; name=\"metadata\"\r\n\r\n%METADATA%";
    private static final String FILE = "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
            + "Content-Type: text/plain\r\n\r\nhello";

    @Inject
    Stores stores;

    private static Response send(String contentType, byte[] body) {
        return AssetClient.as(NURSE).contentType(contentType).body(body).post(ASSETS);
    }

    /** With a patient of its own in the place of %METADATA%. */
    private static Response send(String contentType, String form) {
        String metadata = AssetClient.metadata("document", AssetClient.patient());
        return send(contentType, form.replace("%METADATA%", metadata).getBytes(StandardCharsets.UTF_8));
    }

    private static String form(String boundary, String... parts) {
        return "--" + boundary + "\r\n" + String.join("\r\n--" + boundary + "\r\n", parts) + "\r\n--" + boundary
                + "--\r\n";
    }

    static Stream<Arguments> good() {
        String type = "multipart/form-data; boundary=";
        return Stream.of(
                Arguments.of("metadata first", type + "x", form("x", METADATA, FILE)),
                Arguments.of("the file first", type + "x", form("x", FILE, METADATA)),
                Arguments.of("a boundary in quotes", type + "\"x y:z\"", form("x y:z", METADATA, FILE)),
                Arguments.of(
                        "a long boundary", type + "-".repeat(60) + "1", form("-".repeat(60) + "1", METADATA, FILE)),
                Arguments.of("a charset beside it", type + "x; charset=utf-8", form("x", METADATA, FILE)),
                Arguments.of("another case", "Multipart/Form-Data; Boundary=x", form("x", METADATA, FILE)),
                Arguments.of("a preamble", type + "x", "This is a form.\r\n" + form("x", METADATA, FILE)),
                Arguments.of("an epilogue", type + "x", form("x", METADATA, FILE) + "The end.\r\n"),
                Arguments.of(
                        "no line break at the end",
                        type + "x",
                        form("x", METADATA, FILE).strip()),
                Arguments.of(
                        "names without quotes",
                        type + "x",
                        form("x", METADATA.replace("\"metadata\"", "metadata"), FILE.replace("\"file\"", "file"))),
                Arguments.of(
                        "headers in another case",
                        type + "x",
                        form(
                                "x",
                                METADATA,
                                FILE.replace("Content-Disposition: form-data", "content-disposition:Form-Data"))),
                Arguments.of(
                        "metadata as a file",
                        type + "x",
                        form(
                                "x",
                                METADATA.replace(
                                        "\"metadata\"",
                                        "\"metadata\"; filename=\"blob\"\r\nContent-Type: application/json"),
                                FILE)),
                Arguments.of(
                        "no type of the file",
                        type + "x",
                        form("x", METADATA, FILE.replace("Content-Type: text/plain\r\n", ""))),
                Arguments.of(
                        "a type that says nothing",
                        type + "x",
                        form("x", METADATA, FILE.replace("text/plain", "application/octet-stream"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void a_form_is_read_however_it_is_written(String what, String contentType, String form) {
        Response stored = send(contentType, form);

        assertThat(stored.statusCode()).as(stored.asString()).isEqualTo(201);
        assertThat(stored.<String>path("contentType")).isEqualTo("text/plain");
        assertThat(stored.<Integer>path("size")).isEqualTo(5);
    }

    static Stream<Arguments> bad() {
        String type = "multipart/form-data; boundary=x";
        return Stream.of(
                Arguments.of("no boundary", "multipart/form-data", form("x", METADATA, FILE), 400),
                Arguments.of("an empty boundary", "multipart/form-data; boundary=", form("", METADATA, FILE), 415),
                Arguments.of("another boundary", "multipart/form-data; boundary=y", form("x", METADATA, FILE), 400),
                Arguments.of("another kind of form", "multipart/mixed; boundary=x", form("x", METADATA, FILE), 415),
                Arguments.of("nothing", type, "", 400),
                Arguments.of("the end alone", type, "--x--\r\n", 422),
                Arguments.of("two files", type, form("x", METADATA, FILE, FILE), 422),
                Arguments.of("metadata twice", type, form("x", METADATA, FILE, METADATA), 422),
                Arguments.of("no file", type, form("x", METADATA), 422),
                Arguments.of("no metadata", type, form("x", FILE), 422),
                Arguments.of("empty metadata", type, form("x", METADATA.replace("%METADATA%", ""), FILE), 400),
                Arguments.of("an empty file", type, form("x", METADATA, FILE.replace("hello", "")), 422),
                Arguments.of("no file name", type, form("x", METADATA, FILE.replace("; filename=\"a.txt\"", "")), 422),
                Arguments.of(
                        "a part without a name",
                        type,
                        form("x", METADATA, FILE, "Content-Disposition: form-data\r\n\r\n1"),
                        422),
                Arguments.of("a part without headers", type, form("x", METADATA, FILE, "\r\n1"), 422),
                Arguments.of(
                        "a part too many", type, form("x", METADATA, FILE, METADATA.replace("metadata", "note")), 422),
                Arguments.of(
                        "a preamble of 10,000 characters", type, "x".repeat(10_000) + form("x", METADATA, FILE), 413));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void a_form_that_is_none_is_refused_and_leaves_nothing(String what, String contentType, String form, int status) {
        List<Long> before = stores.size();

        Response refused = send(contentType, form);

        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(status);
        assertThat(refused.contentType()).startsWith("application/problem+json");
        assertThat(stores.size()).isEqualTo(before);
    }

    static Stream<Arguments> names() {
        return Stream.of(
                Arguments.of("filename=\"referral.txt\"", "referral.txt"),
                Arguments.of("filename=referral.txt", "referral.txt"),
                Arguments.of("filename=\"../../etc/passwd\"", "passwd.txt"),
                Arguments.of("filename=\"C:\\\\letters\\\\a.txt\"", "a.txt"),
                Arguments.of("filename=\"a%22b.txt\"", "a_b.txt"),
                Arguments.of("filename=\"a;b.txt\"", "a_b.txt"),
                Arguments.of("filename=\"Überweisung.txt\"", "Überweisung.txt"),
                Arguments.of("filename=\"U\u0308berweisung.txt\"", "Überweisung.txt"),
                Arguments.of("filename=\"पत्र.txt\"", "पत्र.txt"),
                Arguments.of("filename*=UTF-8''%C3%9Cberweisung.txt", "Überweisung.txt"),
                Arguments.of("filename=\"x.txt\"; filename*=UTF-8''%E6%89%8B%E7%B4%99.txt", "手紙.txt"),
                Arguments.of("filename=\"letter\"", "letter.txt"),
                Arguments.of("filename=\"letter.\"", "letter.txt"),
                Arguments.of("filename=\"fdp\u202etxt.exe\"", "fdptxt.exe.txt"),
                Arguments.of("filename=\"" + "x".repeat(300) + "\"", "x".repeat(116) + ".txt"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_file_has_the_name_that_its_owner_gave_it_as_far_as_it_is_harmless(String sent, String kept) {
        UUID patient = AssetClient.patient();
        byte[] form = AssetClient.form(
                AssetClient.metadata("document", patient), Samples.letter(), sent, "text/plain; charset=utf-8");

        Response stored = send("multipart/form-data; boundary=" + AssetClient.BOUNDARY, form);

        assertThat(stored.statusCode()).as(stored.asString()).isEqualTo(201);
        assertThat(stored.<String>path("fileName")).isEqualTo(kept);
    }

    @Test
    void a_letter_in_an_old_encoding_comes_back_byte_for_byte() {
        for (String encoding : List.of("windows-1252", "ISO-8859-15", "UTF-16", "UTF-16LE", "Shift_JIS")) {
            ByteArrayOutputStream letter = new ByteArrayOutputStream();
            letter.writeBytes("Date: 3 March 2026\nSubject: Referral\n\n".getBytes(Charset.forName(encoding)));
            Response stored = AssetClient.upload(
                    NURSE,
                    AssetClient.metadata("document", AssetClient.patient()),
                    letter.toByteArray(),
                    "referral.txt",
                    "text/plain; charset=" + encoding);
            assertThat(stored.statusCode()).as(encoding + stored.asString()).isEqualTo(201);

            Response read = AssetClient.content(Tokens.of("admin"), stored.path("id"), Map.of());

            assertThat(read.asByteArray()).isEqualTo(letter.toByteArray());
            assertThat(read.header("Content-Disposition")).startsWith("attachment;");
            assertThat(read.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    @Test
    void what_telephones_scanners_and_other_clinics_send_is_taken() {
        for (Map.Entry<String, byte[]> file : Map.of(
                        "image/heic", Samples.boxes("heic", "mif1"),
                        "image/avif", Samples.boxes("avif", "mif1"),
                        "image/tiff", Samples.tiff(),
                        "text/csv", "name;value\nTSH;1\n".getBytes(StandardCharsets.UTF_8),
                        "application/xml", Samples.cda(),
                        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Samples.docx())
                .entrySet()) {
            Response stored = AssetClient.upload(
                    NURSE,
                    AssetClient.metadata("document", AssetClient.patient()),
                    file.getValue(),
                    "a",
                    file.getKey());
            assertThat(stored.statusCode())
                    .as(file.getKey() + stored.asString())
                    .isEqualTo(201);
            assertThat(stored.<String>path("contentType")).isEqualTo(file.getKey());
        }
        Response scan = AssetClient.upload(
                NURSE,
                AssetClient.metadata("scan", AssetClient.patient()),
                Samples.dicom(),
                "IM000001",
                "application/dicom");
        assertThat(scan.statusCode()).as(scan.asString()).isEqualTo(201);
        assertThat(scan.<Object>path("dicom")).as("there is no header in it").isNull();
    }

    @Test
    void of_a_dicom_file_the_header_is_shown_and_not_whom_it_is_of() {
        Response stored = AssetClient.upload(
                NURSE,
                AssetClient.metadata("scan", AssetClient.patient()),
                DicomBytes.chest(),
                "IM000002",
                "application/dicom");
        assertThat(stored.statusCode()).as(stored.asString()).isEqualTo(201);

        Response read = AssetClient.as(Tokens.of("admin")).get("/api/v1/assets/" + stored.path("id"));

        assertThat(read.<Map<String, Object>>path("dicom"))
                .isEqualTo(stored.path("dicom"))
                .containsEntry("modality", "CT")
                .containsEntry("bodyPartExamined", "CHEST")
                .containsEntry("studyDate", "2026-03-02")
                .containsEntry("studyInstanceUid", "1.2.826.0.1.3680043.8.1.1")
                .containsEntry("rows", 512);
        assertThat(read.asString()).doesNotContain("Nobody");
    }
}
