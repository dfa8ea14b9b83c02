package polyclinic.commons.json;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Text that is shown in one line with other text: a name, a dose. Line breaks are refused, and so are the controls that turn
 * the direction of whatever follows them (UAX #9 §2.1 to 2.4: U+202A to U+202E, U+2066 to U+2069), with which one name can be
 * made to look like another. The marks that scripts need (U+200E, U+200F, joiners) may stand.
 */
@Pattern(regexp = "[^\\n\\r\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]*+")
@ReportAsSingleViolation
@Constraint(validatedBy = {})
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface SingleLine {
    String message() default "must be one line, without controls of the text's direction";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
