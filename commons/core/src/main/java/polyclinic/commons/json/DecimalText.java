package polyclinic.commons.json;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * A {@link BigDecimal} that is text in JSON ({@code "2.5"}), so that no client's floating point touches it; a JSON number is
 * taken too and keeps every digit that was sent. Without exponent in either form.
 */
@JacksonAnnotationsInside
@JsonDeserialize(using = DecimalText.Reader.class)
@JsonSerialize(using = DecimalText.Writer.class)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface DecimalText {
    /** Bounded, so that no short text stands for a number of a million digits. */
    final class Reader extends StdScalarDeserializer<BigDecimal> {
        private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");

        Reader() {
            super(BigDecimal.class);
        }

        @Override
        public BigDecimal deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            boolean isScalar = parser.hasToken(JsonToken.VALUE_STRING)
                    || parser.hasToken(JsonToken.VALUE_NUMBER_INT)
                    || parser.hasToken(JsonToken.VALUE_NUMBER_FLOAT);
            String text = isScalar ? parser.getText() : "";
            if (DECIMAL.matcher(text).matches()) return new BigDecimal(text);
            if (!isScalar) return (BigDecimal) context.handleUnexpectedToken(BigDecimal.class, parser);
            return (BigDecimal) context.handleWeirdStringValue(BigDecimal.class, "", "not a decimal");
        }
    }

    /** Never with an exponent. */
    final class Writer extends StdScalarSerializer<BigDecimal> {
        Writer() {
            super(BigDecimal.class);
        }

        @Override
        public void serialize(BigDecimal value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.toPlainString());
        }
    }
}
