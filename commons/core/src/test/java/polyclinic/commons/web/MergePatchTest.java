package polyclinic.commons.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Payload;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.NotNull;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.json.Json;
import polyclinic.commons.json.SingleLine;

class MergePatchTest {
    /** From before the rules: neither part of it would be taken today. */
    private static final Person OLD = new Person("Ada\nLovelace", new Home(List.of("1 Harbour\nStreet")), null);

    /** The cases of RFC 7396, appendix A. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":\"b\"} | {\"a\":\"c\"} | {\"a\":\"c\"}",
                "{\"a\":\"b\"} | {\"b\":\"c\"} | {\"a\":\"b\",\"b\":\"c\"}",
                "{\"a\":\"b\"} | {\"a\":null} | {}",
                "{\"a\":\"b\",\"b\":\"c\"} | {\"a\":null} | {\"b\":\"c\"}",
                "{\"a\":[\"b\"]} | {\"a\":\"c\"} | {\"a\":\"c\"}",
                "{\"a\":\"c\"} | {\"a\":[\"b\"]} | {\"a\":[\"b\"]}",
                "{\"a\":{\"b\":\"c\"}} | {\"a\":{\"b\":\"d\",\"c\":null}} | {\"a\":{\"b\":\"d\"}}",
                "{\"a\":[{\"b\":\"c\"}]} | {\"a\":[1]} | {\"a\":[1]}",
                "[\"a\",\"b\"] | [\"c\",\"d\"] | [\"c\",\"d\"]",
                "{\"a\":\"b\"} | [\"c\"] | [\"c\"]",
                "{\"a\":\"foo\"} | null | null",
                "{\"a\":\"foo\"} | \"bar\" | \"bar\"",
                "{\"e\":null} | {\"a\":1} | {\"e\":null,\"a\":1}",
                "[1,2] | {\"a\":\"b\",\"c\":null} | {\"a\":\"b\"}",
                "{} | {\"a\":{\"bb\":{\"ccc\":null}}} | {\"a\":{\"bb\":{}}}"
            })
    void a_patch_is_merged_as_the_rfc_says(String target, String patch, String result) throws JsonProcessingException {
        var patched = MergePatch.apply(Json.MAPPER.readTree(target), Json.MAPPER.readTree(patch));

        assertThat(patched).isEqualTo(Json.MAPPER.readTree(result));
    }

    @Test
    void a_record_that_is_older_than_a_rule_can_still_be_changed_elsewhere() throws JsonProcessingException {
        assertThat(patched(OLD, "{\"motto\":\"Onward\"}")).isEqualTo(new Person(OLD.name(), OLD.home(), "Onward"));
        assertThat(patched(OLD, "{}")).isEqualTo(OLD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"Ada\\nKing\"} | name",
                "{\"name\":null} | name",
                "{\"name\":\"Ada\\nKing\",\"home\":null} | name",
                "{\"home\":{\"lines\":[\"1\\n2\"]}} | home.lines[0].<list element>",
                "{\"home\":{}} | home.lines[0].<list element>",
                "{\"motto\":\"none\"} | ''"
            })
    void a_member_of_the_patch_and_the_record_as_a_whole_are_held_to_the_rules(String patch, String path) {
        assertThatThrownBy(() -> patched(OLD, patch))
                .isInstanceOfSatisfying(ConstraintViolationException.class, invalid -> assertThat(
                                invalid.getConstraintViolations())
                        .extracting(violation -> violation.getPropertyPath().toString())
                        .containsExactly(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.50", "10", "0.10", "1.0"})
    void decimals_keep_their_digits_whether_the_patch_has_them_or_not(String digits) throws JsonProcessingException {
        BigDecimal exact = new BigDecimal(digits);
        try (ValidatorFactory validators = Validation.buildDefaultValidatorFactory()) {
            Dose current = new Dose(exact, BigDecimal.TEN);

            Dose patched = MergePatch.apply(
                    current, Json.MAPPER.readTree("{\"most\":" + digits + "}"), Dose.class, validators.getValidator());

            assertThat(patched).isEqualTo(new Dose(exact, exact));
        }
    }

    record Dose(BigDecimal least, BigDecimal most) {}

    private static Person patched(Person current, String patch) throws JsonProcessingException {
        try (ValidatorFactory validators = Validation.buildDefaultValidatorFactory()) {
            Validator validator = validators.getValidator();
            return MergePatch.apply(current, Json.MAPPER.readTree(patch), Person.class, validator);
        }
    }

    @MottoIsOne
    record Person(
            @NotNull @SingleLine String name,
            @Valid @Nullable Home home,
            @Nullable String motto) {}

    record Home(List<@SingleLine String> lines) {}

    @Constraint(validatedBy = MottoCheck.class)
    @Retention(RetentionPolicy.RUNTIME)
    @interface MottoIsOne {
        String message() default "is none";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    /** Public, because the validator makes it. */
    public static final class MottoCheck implements ConstraintValidator<MottoIsOne, Person> {
        @Override
        public boolean isValid(Person person, ConstraintValidatorContext context) {
            return !"none".equals(person.motto());
        }
    }
}
