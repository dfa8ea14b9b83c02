package polyclinic.asset.kinds;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
    private static final String PDF = "application/pdf";

    @ParameterizedTest
    @CsvSource({
        "report.pdf, report.pdf",
        "Report.PDF, Report.pdf",
        "../../etc/passwd, passwd.pdf",
        "C:\\Users\\x\\scan.pdf, scan.pdf",
        "scan.exe, scan.exe.pdf",
        "scan.pdf.exe, scan.pdf.exe.pdf",
        "no extension, no extension.pdf",
        ".htaccess, htaccess.pdf",
        "CON.pdf, _CON.pdf",
        "what?*<now>.pdf, what___now_.pdf",
        "Großer Befund \u0141\u00f3d\u017a.pdf, Großer Befund \u0141\u00f3d\u017a.pdf",
        "\u65e5\u672c.pdf, \u65e5\u672c.pdf"
    })
    void a_name_is_made_harmless_and_keeps_what_is_good(String sent, String safe) {
        assertThat(FileName.safe(sent, PDF)).isEqualTo(safe);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "referral., referral.pdf",
                "referral.pdf., referral.pdf",
                "referral.pdf   , referral.pdf",
                "x.y.z.pdf, x.y.z.pdf",
                "a%22b%22.pdf, a_b_.pdf",
                "a%0D%0Ab.pdf, ab.pdf",
                "100%.pdf, 100_.pdf",
                "Re\u0301fe\u0301rence.pdf, R\u00e9f\u00e9rence.pdf",
                "\u0646\u0627\u0645\u0647\u200c\u0647\u0627.pdf, \u0646\u0627\u0645\u0647\u200c\u0647\u0627.pdf",
                "\u2067abc\u2069\ufeff.pdf, abc.pdf",
                "..\\..\\x.pdf, x.pdf",
                "nul.tar.pdf, _nul.tar.pdf",
                "\ud83d\udc8a.pdf, \ud83d\udc8a.pdf"
            })
    void odd_names_are_kept_as_far_as_they_can_be(String sent, String safe) {
        assertThat(FileName.safe(sent, PDF)).isEqualTo(safe);
    }

    @Test
    void three_hundred_letters_in_any_script_are_cut_to_what_a_file_system_takes() {
        for (String letter : new String[] {"x", "\u092e\u093e", "\u5b57", "e\u0301"}) {
            String safe = requireNonNull(FileName.safe(letter.repeat(300) + ".pdf", PDF));
            assertThat(safe).endsWith(".pdf");
            assertThat(safe.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
        }
    }

    @Test
    void direction_overrides_line_breaks_and_lone_surrogates_go() {
        assertThat(FileName.safe("fdp\u202e.exe\r\nSet-Cookie: a=b\ud800\u0000.pdf", PDF))
                .isEqualTo("fdp.exeSet-Cookie_ a=b.pdf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "...", "/", "\\", " ", "\u202e", "a/"})
    void nothing_left_is_no_name(String sent) {
        assertThat(FileName.safe(sent, PDF)).isNull();
    }

    @Test
    void a_long_name_is_cut_and_keeps_its_extension() {
        String safe = requireNonNull(FileName.safe("\ud83d\udc8a".repeat(5_000) + ".pdf", PDF));

        assertThat(safe).endsWith(".pdf").hasSizeLessThanOrEqualTo(120);
        assertThat(safe.codePoints().filter(c -> c >= 0xd800 && c <= 0xdfff)).isEmpty();
    }

    @Test
    void a_download_carries_an_ascii_name_and_the_real_one() {
        assertThat(FileName.attachment("Befund \"Ł\" 100%.pdf"))
                .isEqualTo("attachment; filename=\"Befund _?_ 100%.pdf\"; "
                        .replace("?", "_")
                        .concat("filename*=UTF-8''Befund%20%22%C5%81%22%20100%25.pdf"));
    }

    @Test
    void an_asset_without_a_name_gets_one() {
        assertThat(FileName.of("scan", "0190", "image/png")).isEqualTo("scan-0190.png");
        assertThat(FileName.of("backup", "0190", "application/octet-stream")).startsWith("backup-0190");
    }
}
