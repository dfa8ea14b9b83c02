package polyclinic.patient.details;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/**
 * Telephone numbers as people write them, kept in E.164, with the extension as RFC 3966 writes it where there is one:
 * {@code +12125550100;ext=4711}. Without it, the number of a switchboard reaches nobody.
 */
@ApplicationScoped
public class PhoneNumbers {
    /** What parts an extension from its number. */
    public static final String EXTENSION = ";ext=";

    private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();
    private final String region;

    PhoneNumbers(@ConfigProperty(name = "polyclinic.patients.region") String region) {
        this.region = region;
    }

    /**
     * A number that can be dialled, null for null; 422 when the numbering plan of its country has no such number, though one of its
     * length may be possible.
     */
    public @Nullable String dialable(String field, @Nullable String text) {
        if (text == null || text.isBlank()) return null;
        PhoneNumber number = parsed(text);
        if (number == null || !library.isValidNumber(number)) throw refused(field);
        return written(number);
    }

    /** A number to look for: a possible one is enough, since numbering plans change. Null for null; 422 for what is none. */
    public @Nullable String sought(String field, @Nullable String text) {
        if (text == null || text.isBlank()) return null;
        PhoneNumber number = parsed(text);
        if (number == null || !library.isPossibleNumber(number)) throw refused(field);
        return written(number);
    }

    private @Nullable PhoneNumber parsed(String text) {
        try {
            return library.parse(text, region);
        } catch (NumberParseException e) {
            // Refused by the caller, without the number in the message.
            return null;
        }
    }

    private String written(PhoneNumber number) {
        String e164 = library.format(number, PhoneNumberFormat.E164);
        return number.hasExtension() ? e164 + EXTENSION + number.getExtension() : e164;
    }

    private Problem refused(String field) {
        return Problem.invalid(
                field,
                "is not a telephone number that can be dialled in " + region + "; start with + and the country code");
    }
}
