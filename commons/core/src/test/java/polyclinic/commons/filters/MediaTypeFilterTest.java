package polyclinic.commons.filters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeFilterTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON;charset=utf-8",
                "application/merge-patch+json ; charset=\"UTF-8\" ; v=1",
                "multipart/form-data; boundary=\"a b;\\\"c\"",
                "text/csv;",
                " application/json "
            })
    void a_media_type_is_taken(String type) {
        assertThat(MediaTypeFilter.isMediaType(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "json",
                "application/",
                "/json",
                "application/*",
                "*/*",
                "application/json, text/plain",
                "application/json; charset",
                "application/json; charset=\"utf-8",
                "application/json\u0000",
                ";",
                "\"application/json\""
            })
    void anything_else_is_not(String type) {
        assertThat(MediaTypeFilter.isMediaType(type)).isFalse();
        assertThat(MediaTypeFilter.isMediaType("application/json;a=" + "x".repeat(1000)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/*;q=0.5",
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
                "application/json ; charset=utf-8 , text/csv",
            })
    void what_is_accepted_is_read(String accept) {
        assertThat(MediaTypeFilter.isAccept(accept)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "application", "*/json", "a/b/c", ";q=1", "\"", "text/html;q", "*"})
    void what_is_none_is_not(String accept) {
        assertThat(MediaTypeFilter.isAccept(accept)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, application/json",
        "application/json ; charset=utf-8, application/json; charset=utf-8",
        "multipart/form-data  ;boundary=a, multipart/form-data;boundary=a"
    })
    void blanks_before_a_parameter_say_nothing(String sent, String read) {
        assertThat(MediaTypeFilter.withoutBlanks(sent)).isEqualTo(read);
    }
}
