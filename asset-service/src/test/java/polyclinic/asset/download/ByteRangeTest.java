package polyclinic.asset.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-99, 0, 99",
        "bytes=10-, 10, 99",
        "bytes=-1, 99, 99",
        "bytes=-30, 70, 99",
        "bytes=-1000, 0, 99",
        "bytes=99-99, 99, 99",
        "bytes=50-1000, 50, 99",
        "bytes=000000000000000000000005-7, 5, 7",
        "bytes=5-99999999999999999999999999, 5, 99",
        "Bytes= 5 - 7 , 5, 7"
    })
    void a_single_range_is_cut_to_the_content(String header, long first, long last) {
        assertThat(ByteRange.of(header, 100)).contains(new ByteRange(first, last));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "bytes=5-3",
                "bytes=0-1,5-6",
                "chunks=0-1",
                "bytes 0-1",
                "bytes=--5",
                "bytes=1-2-3",
                "bytes=0x1-5",
                "\u0663-\u0665",
                ""
            })
    void what_is_malformed_or_several_ranges_is_ignored(String header) {
        assertThat(ByteRange.of(header, 100)).isEmpty();
    }

    @Test
    void no_header_is_no_range() {
        assertThat(ByteRange.of(null, 100)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999-"})
    void a_range_behind_the_end_cannot_be_satisfied(String header) {
        assertThatThrownBy(() -> ByteRange.of(header, 100)).isInstanceOf(ByteRange.RangeNotSatisfiable.class);
    }

    @Test
    void the_length_counts_both_ends() {
        assertThat(new ByteRange(10, 19).length()).isEqualTo(10);
        assertThat(new ByteRange(10, 19).contentRange(100)).isEqualTo("bytes 10-19/100");
    }
}
