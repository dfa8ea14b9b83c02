package polyclinic.notes.languagemodels;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** Which model writes, what it may see and what it costs. */
@ConfigMapping(prefix = "polyclinic.ai")
interface LanguageModelConfig {
    /** Whether texts of patients may go to a server that is not the suite's. */
    @WithDefault("false")
    boolean mayLeave();

    /** Of a server that speaks OpenAI's protocol, up to {@code /v1}; without it nothing is written by machines. */
    Optional<String> url();

    /** What that server calls the model; needed with an address. */
    Optional<String> model();

    /** What that server wants to see, where it wants anything. */
    Optional<String> key();

    /** Who runs that server, as the log of machines names it. */
    @WithDefault("openai-compatible")
    String provider();

    /** Of one answer, from the request to its last byte. */
    @WithDefault("60S")
    Duration timeLimit();

    @WithDefault("2000")
    int maxOutputTokens();

    /** Of a million tokens that are sent; without both prices no cost is counted. */
    Optional<BigDecimal> inputPrice();

    /** Of a million tokens that are answered. */
    Optional<BigDecimal> outputPrice();

    /** ISO 4217. */
    @WithDefault("USD")
    String currency();
}
