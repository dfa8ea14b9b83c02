package polyclinic.commons.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryRedactionTest {

    @ParameterizedTest
    @CsvSource({
        "url.query, q=Ada&phone=1, REDACTED",
        "url.full, http://patients/api/v1/patients?q=Ada, http://patients/api/v1/patients?REDACTED",
        "url.full, http://patients/api/v1/patients/1, http://patients/api/v1/patients/1",
        "http.url, http://patients/x?q=Ada, http://patients/x?REDACTED",
        "http.target, /x?q=Ada, /x?REDACTED",
        "url.path, /api/v1/patients, /api/v1/patients"
    })
    void an_address_loses_its_query_and_nothing_else(String key, String value, String expected) {
        assertThat(started(key, value).getAttribute(AttributeKey.stringKey(key)))
                .isEqualTo(expected);
    }

    @Test
    void a_span_without_an_address_gets_none() {
        assertThat(started("db.system", "postgresql")
                        .toSpanData()
                        .getAttributes()
                        .size())
                .isOne();
    }

    private static ReadableSpan started(String key, String value) {
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(new QueryRedaction())
                .build()) {
            return (ReadableSpan) provider.get("test")
                    .spanBuilder("span")
                    .setAttribute(key, value)
                    .startSpan();
        }
    }
}
