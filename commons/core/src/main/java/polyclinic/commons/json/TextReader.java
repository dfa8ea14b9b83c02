package polyclinic.commons.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a text and nothing else, refuses one that is not clean ({@link TextRules}), and gives it a form. */
final class TextReader extends StdScalarDeserializer<String> {
    private final transient Function<String, @Nullable String> form;

    TextReader(Function<String, @Nullable String> form) {
        super(String.class);
        this.form = form;
    }

    @Override
    public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING))
            return (String) context.handleUnexpectedToken(String.class, parser);
        String text = parser.getText();
        if (!TextRules.isClean(text)) return (String) context.handleWeirdStringValue(String.class, "", "not clean");
        return form.apply(text);
    }
}
