package polyclinic.commons.json;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/**
 * Text that is shown in one line with other text: a name, a dose. Line breaks and control characters are refused, and so are the
 * controls that turn the direction of whatever follows them (UAX #9 §2.1 to 2.4: U+202A to U+202E, U+2066 to U+2069), with which
 * one name can be made to look like another. The marks that scripts need (U+200E, U+200F, joiners) may stand.
 *
 * <p>A member of a request that bears it is read in its normal form ({@link ShortText}); one in which there is nothing to see is
 * absent.
 */
@Constraint(validatedBy = SingleLine.Validator.class)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface SingleLine {
    String message() default "must be one line, without controls of the text's direction";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Looks at each character once; a text that is absent is another rule's. */
    final class Validator implements ConstraintValidator<SingleLine, CharSequence> {
        @Override
        public boolean isValid(@Nullable CharSequence text, ConstraintValidatorContext context) {
            return text == null || text.chars().noneMatch(Validator::isRefused);
        }

        private static boolean isRefused(int character) {
            return ShortText.isLineBreak(character)
                    || Character.getType(character) == Character.CONTROL && character != '\t'
                    || character >= 0x202a && character <= 0x202e
                    || character >= 0x2066 && character <= 0x2069;
        }
    }
}
