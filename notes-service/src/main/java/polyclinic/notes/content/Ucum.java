package polyclinic.notes.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;

/** The Unified Code for Units of Measure, as FHIR names it. Its tables are read when the first unit is looked at. */
public final class Ucum {
    public static final String SYSTEM = "http://unitsofmeasure.org";

    /** The parser goes down a level for each parenthesis. */
    private static final int MAX_LENGTH = 100;

    private Ucum() {}

    /** Whether it is a unit in UCUM's case-sensitive form: {@code mmol/L}, {@code mm[Hg]}, {@code 10*3/uL}, {@code {score}}. */
    public static boolean isUnit(String code) {
        if (code.isBlank() || code.length() > MAX_LENGTH) return false;
        try {
            return Tables.SERVICE.validate(code) == null;
        } catch (RuntimeException notForeseenByTheParser) {
            return false;
        }
    }

    /** Loaded with the first unit. */
    private static final class Tables {
        private static final UcumEssenceService SERVICE = read();

        private static UcumEssenceService read() {
            try (InputStream essence = Ucum.class.getResourceAsStream("/ucum-essence.xml")) {
                return new UcumEssenceService(Objects.requireNonNull(essence, "ucum-essence.xml"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (UcumException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
