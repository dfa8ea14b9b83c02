package polyclinic.patient.details;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/** Telephone numbers as people write them, kept in E.164. */
@ApplicationScoped
public class PhoneNumbers {
    private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();
    private final String region;

    PhoneNumbers(@ConfigProperty(name = "polyclinic.patients.region") String region) {
        this.region = region;
    }

    /** The number in E.164, null for null; 422 when no such number is possible in the clinic's region. */
    public @Nullable String e164(String field, @Nullable String text) {
        if (text == null || text.isBlank()) return null;
        try {
            var number = library.parse(text, region);
            if (library.isPossibleNumber(number)) return library.format(number, PhoneNumberFormat.E164);
        } catch (NumberParseException e) {
            // refused below, without the number in the message
        }
        throw Problem.invalid(
                field, "is not a possible telephone number in " + region + "; start with + and the country code");
    }
}
