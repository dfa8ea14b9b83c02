package polyclinic.notes.languagemodels;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import polyclinic.notes.ailogs.entries.AiCost;
import polyclinic.notes.ailogs.entries.AiUsage;

/**
 * What a model takes. The label {@code model} is its name in the configuration, and not the version that an answer names, which is another
 * text whenever the server likes.
 */
final class ModelMetrics {
    private final Counter answered;
    private final Counter refused;
    private final Counter failed;
    private final Counter input;
    private final Counter output;
    private final Counter cost;

    ModelMetrics(MeterRegistry metrics, String model, String currency) {
        this.answered = outcome(metrics, model, "answered");
        this.refused = outcome(metrics, model, "refused");
        this.failed = outcome(metrics, model, "failed");
        this.input = tokens(metrics, model, "input");
        this.output = tokens(metrics, model, "output");
        this.cost = Counter.builder("polyclinic.ai.cost")
                .description("What the model cost, by the prices that are set up")
                .tag("model", model)
                .tag("currency", currency)
                .register(metrics);
    }

    private static Counter outcome(MeterRegistry metrics, String model, String outcome) {
        return Counter.builder("polyclinic.ai.answers")
                .description("Texts that the model was sent")
                .tag("model", model)
                .tag("outcome", outcome)
                .register(metrics);
    }

    private static Counter tokens(MeterRegistry metrics, String model, String direction) {
        return Counter.builder("polyclinic.ai.tokens")
                .description("Tokens of answered texts, as the server counts them")
                .tag("model", model)
                .tag("direction", direction)
                .register(metrics);
    }

    void answered(ModelAnswer answer) {
        answered.increment();
        AiUsage usage = answer.usage();
        Long sent = usage.inputTokens();
        Long received = usage.outputTokens();
        AiCost money = usage.cost();
        if (sent != null) input.increment(sent);
        if (received != null) output.increment(received);
        if (money != null) cost.increment(Double.parseDouble(money.amount()));
    }

    void failed(Throwable failure) {
        if (failure instanceof NoModelAnswer known && !known.isWorthRepeating()) refused.increment();
        else failed.increment();
    }
}
