package polyclinic.commons.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShortTextTest {
    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    record Person(
            @NotBlank @SingleLine @Size(max = 20) String name,
            @SingleLine @Nullable String email,
            @Size(min = 1) @Nullable String reason,
            @NotBlank String note,
            @Nullable List<@SingleLine String> lines) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u200b\u200b",
                "\u2800",
                "\u00a0",
                "\u3000\u2003",
                "\u3164",
                "\u115f\u1160",
                "\uffa0",
                "\ufeff",
                "\u00ad",
                "\u2060\u2063",
                "\u200d",
                "\u200c",
                "\u200e\u200f",
                "\u034f",
                "\ufe0f",
                "\u0301",
                "\u17b4",
                "\udb40\udc41",
                " \n\t"
            })
    void what_nobody_can_see_is_no_text(String text) {
        assertThat(ShortText.normal(text)).isNull();
        assertThat(ShortText.visible(text)).isNull();
    }

    @Test
    void the_same_text_is_kept_as_the_same_characters_however_it_was_typed() {
        for (String typed : List.of(
                "Jos\u00e9 Garc\u00eda",
                "Jose\u0301 Garci\u0301a",
                "  Jos\u00e9\u00a0 Garc\u00eda\t",
                "Jos\u00e9\u3000Garc\u00eda\n",
                "Jos\u00e9 \u200bGar\u00adc\u00eda\ufeff",
                "Jos\u200d\u00e9 Garc\u200c\u00eda",
                "\u200eJos\u00e9 Garc\u00eda\u200f"))
            assertThat(ShortText.normal(typed)).isEqualTo("Jos\u00e9 Garc\u00eda");
        assertThat(ShortText.normal("\u1112\u1161\u11ab")).isEqualTo("\ud55c");
        assertThat(ShortText.normal("\u5c71\u7530\u3000\u592a\u90ce")).isEqualTo("\u5c71\u7530 \u592a\u90ce");
    }

    /** Persian with a non-joiner, Malayalam's chillu at a word's end, Sinhala, an emoji, a Japanese variant, Hebrew with a mark. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
                "\u0631\u064e\u200c\u0631",
                "\u0d30\u0d3e\u0d1c\u0d28\u0d4d\u200d",
                "\u0dc1\u0dca\u200d\u0dbb\u0dd3",
                "\u0915\u094d\u200d\u0937",
                "\ud83d\udc69\u200d\u2695\ufe0f",
                "\u845b\udb40\udd00\u98fe",
                "\u05d0\u200f\u05d1",
                "O'Brien-Smith Jr.",
                "\u0e2a\u0e21\u0e0a\u0e32\u0e22"
            })
    void what_a_script_needs_stays(String text) {
        assertThat(ShortText.normal(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ana\nMaria",
                "Ana\r\nMaria",
                "Ana\u2028Maria",
                "Ana\u0085Maria",
                "Ana\u009bMaria",
                "a\u202eb",
                "a\u2066b"
            })
    void line_breaks_and_controls_are_left_and_refused(String text) throws JsonProcessingException {
        assertThat(violations(Json.write(Map.of("name", text, "note", "x")))).containsExactly("name");
    }

    @Test
    void members_of_a_request_are_read_in_their_normal_form() throws JsonProcessingException {
        Person person = read("""
                {"name":"  Ame\\u0301lie\\u00a0 X ","email":" ","reason":"","note":" two\\nlines ","lines":[" a  b "]}""");

        assertThat(person).isEqualTo(new Person("Am\u00e9lie X", null, null, " two\nlines ", List.of("a b")));
    }

    @Test
    void what_must_be_there_must_be_seen() throws JsonProcessingException {
        assertThat(violations("{\"name\":\"\\u200b\",\"note\":\"\\u2800\\n\"}"))
                .containsExactlyInAnyOrder("name", "note");
        assertThat(violations("{\"name\":\"" + " ".repeat(30) + "x\",\"note\":\"x\"}"))
                .isEmpty();
    }

    private static Person read(String json) throws JsonProcessingException {
        return Json.MAPPER.readValue(json, Person.class);
    }

    private static List<String> violations(String json) throws JsonProcessingException {
        return VALIDATOR.validate(read(json)).stream()
                .map(violation -> violation.getPropertyPath().toString())
                .toList();
    }
}
