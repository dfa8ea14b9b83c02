package polyclinic.clients.replay.transfer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.clients.http.JsonNodes;

class SamePersonTest {
    @ParameterizedTest
    @CsvSource({
        "Ada, Byron, 1970-01-01, false, Ada, Lovelace, 1971-02-02, false",
        "Ada, Byron, 1970-01-01, false, Zoë, Müller, 1970-01-01, false",
        "Ada, Byron, 1970-01-01, true, Zoë, Müller, 1970-05-06, false",
        "Ada, Byron, , false, ADA, Müller, 1970-05-06, false",
        "Zoe, Mueller-Byron, , false, Ada, Bÿron, , false",
    })
    void one_that_fits_is_enough(
            String given,
            String family,
            String birth,
            boolean estimated,
            String given2,
            String family2,
            String birth2,
            boolean estimated2) {
        assertThatCode(() -> SamePerson.require(
                        person(given, family, birth, estimated), person(given2, family2, birth2, estimated2)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "Ada, Byron, 1970-01-01, false, Zoë, Müller, 1970-01-02, false",
        "Ada, Byron, 1970-01-01, true, Zoë, Müller, 1971-01-01, false",
        "Ada, Byron, , false, Zoë, Müller, , false",
    })
    void an_identifier_alone_joins_nobody(
            String given,
            String family,
            String birth,
            boolean estimated,
            String given2,
            String family2,
            String birth2,
            boolean estimated2) {
        assertThatThrownBy(() -> SamePerson.require(
                        person(given, family, birth, estimated), person(given2, family2, birth2, estimated2)))
                .hasMessage("an identifier of the record belongs to U-1, who has another name and another birth date:"
                        + " a person has to decide");
    }

    private static JsonNode person(String given, String family, String birthDate, boolean isEstimated) {
        return JsonNodes.object(
                "uhid",
                "U-1",
                "givenName",
                given,
                "familyName",
                family,
                "birthDate",
                birthDate,
                "birthDateEstimated",
                isEstimated);
    }
}
