package polyclinic.notes.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.Problem;

class ReceiverUrlTest {
    @Test
    void an_address_is_taken_apart() {
        assertThat(ReceiverUrl.of("https://hooks.example.org/a%20b?key=1&x=%2F"))
                .isEqualTo(new ReceiverUrl(true, "hooks.example.org", 443, "/a%20b?key=1&x=%2F"));
        assertThat(ReceiverUrl.of("HTTP://hooks.example.org:8080"))
                .isEqualTo(new ReceiverUrl(false, "hooks.example.org", 8080, "/"));
        assertThat(ReceiverUrl.of("https://[2606:4700::1111]/"))
                .isEqualTo(new ReceiverUrl(true, "2606:4700::1111", 443, "/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "//hooks.example.org",
                "/path",
                "ftp://hooks.example.org",
                "file:///etc/passwd",
                "gopher://hooks.example.org",
                "javascript:alert(1)",
                "https:",
                "https:///path",
                "https://",
                "https://user@hooks.example.org",
                "https://user:word@hooks.example.org",
                "https://public.example.org@127.0.0.1/",
                "https://hooks.example.org/#part",
                "https://hooks.example.org:0",
                "https://hooks.example.org:65536",
                "https://hooks.example.org:x",
                "https://hooks example.org",
                "https://hooks.example.org/a b",
                "https://hooks.example.org/\r\nX-Header: 1",
                "https://hooks.example.org\\@127.0.0.1/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:7f00:1]/",
                "https://[::127.0.0.1]/",
                "https://[0:0:0:0:0:ffff:808:808]/",
                "https://[fe80::1%25eth0]x/"
            })
    void what_is_no_receivers_address_is_refused(String url) {
        assertThatThrownBy(() -> ReceiverUrl.of(url)).isInstanceOf(Problem.class);
    }
}
