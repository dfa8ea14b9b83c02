package polyclinic.gateway.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetEscapingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '~',
            value = {
                "/a?identifier=urn:x|1 /a?identifier=urn:x%7C1",
                "/a?q=100% /a?q=100%25",
                "/a?q=%&b=%4 /a?q=%25&b=%254",
                "/a?q=%zz /a?q=%25zz",
                "/a?q={\"x\"} /a?q=%7B%22x%22%7D",
                "/a?q=<b>^`\\ /a?q=%3Cb%3E%5E%60%5C",
                "/a?b[$ne]=1 /a?b%5B$ne%5D=1",
                "/a?q=C# /a?q=C%23",
                "/a?q=Jürgen /a?q=J%C3%BCrgen",
                "/a?q=राम /a?q=%E0%A4%B0%E0%A4%BE%E0%A4%AE",
                "/a/b|c /a/b%7Cc",
                "/a/..\\b /a/..%5Cb",
                "/a/%zz /a/%25zz"
            })
    void what_a_client_forgot_is_escaped(String sent, String escaped) {
        assertThat(TargetEscaping.escaped(asReceived(sent))).isEqualTo(escaped);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/v1/patients/%F0%9F%92%8A?q=a%7Cb&phone=%2B49&from=2026-01-01T00:00:00+05:30",
                "/a;b=1/c,d?(x)*!$'@~/?",
                "/a#b",
                "*",
                "http://[::1]:8080/a",
                "a|b"
            })
    void what_is_right_or_no_path_is_left_alone(String sent) {
        assertThat(TargetEscaping.escaped(sent)).isSameAs(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a?q=\u00e4", "/a?q=\u00c3|\u00a4", "/p\u00e4tients"})
    void bytes_that_are_no_utf_8_stay_to_be_refused(String sent) {
        assertThat(TargetEscaping.escaped(sent)).isEqualTo(sent.replace("|", "%7C"));
    }

    private static String asReceived(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
