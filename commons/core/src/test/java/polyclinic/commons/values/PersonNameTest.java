package polyclinic.commons.values;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonNameTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "Ada, Lovelace, Ada Lovelace",
                "Suharto, -, Suharto",
                "-, Prince, Prince",
                "' ', Prince, Prince",
                "राम, वर्मा, राम वर्मा",
                "小明, 王, 王小明",
                "민준, 김, 김민준",
                "花子, やまだ, やまだ花子",
                "ジョン, スミス, ジョン スミス",
                "John, 王, John 王"
            })
    void a_name_is_written_as_its_script_writes_it(String given, String family, String whole) {
        assertThat(PersonName.of(given, family)).isEqualTo(whole);
    }

    @Test
    void nobody_has_told_a_name() {
        assertThat(PersonName.of(null, null)).isEmpty();
        assertThat(PersonName.of("", " ")).isEmpty();
    }
}
