package polyclinic.prescription.laboratory.values;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.TextRules;

/**
 * Reads a text, or a number as the digits that were sent: a number type would turn {@code 4.10} into {@code 4.1}, and a
 * laboratory's last digit says how exactly it measured.
 */
public final class ResultDigits extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1;

    public ResultDigits() {
        super(String.class);
    }

    @Override
    public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        boolean number = parser.hasToken(JsonToken.VALUE_NUMBER_INT) || parser.hasToken(JsonToken.VALUE_NUMBER_FLOAT);
        if (!number && !parser.hasToken(JsonToken.VALUE_STRING))
            return (String) context.handleUnexpectedToken(String.class, parser);
        String text = parser.getText();
        if (!TextRules.isClean(text)) return (String) context.handleWeirdStringValue(String.class, "", "not clean");
        return text.strip();
    }
}
