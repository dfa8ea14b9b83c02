package polyclinic.notes.languagemodels;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.output.TokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.TextRules;
import polyclinic.notes.ailogs.entries.AiCost;
import polyclinic.notes.ailogs.entries.AiModel;
import polyclinic.notes.ailogs.entries.AiUsage;

/** The calls of LangChain4j, which block. The class is loaded with the first of them, and LangChain4j with it. */
final class ChatModelCalls {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final int COST_DECIMALS = 9;
    /** As long as the name of a model may be in the log. */
    private static final int MAX_NAME = 100;

    private final LanguageModelConfig config;
    private final OpenAiChatModel model;

    ChatModelCalls(LanguageModelConfig config, String url, String name) {
        this.config = config;
        this.model = OpenAiChatModel.builder()
                .httpClientBuilder(new ModelHttpClient(config.timeLimit()))
                .baseUrl(url)
                .apiKey(config.key().orElse("none"))
                .modelName(name)
                .temperature(0.0)
                .maxTokens(config.maxOutputTokens())
                .timeout(config.timeLimit())
                .maxRetries(0)
                .logRequests(false)
                .logResponses(false)
                .build();
    }

    ModelAnswer ask(AiModel identity, String instructions, String text) {
        long began = System.nanoTime();
        ChatResponse response = answered(instructions, text);
        String answer =
                response.aiMessage() == null ? null : response.aiMessage().text();
        if (answer == null || answer.isBlank()) throw new NoModelAnswer("an answer without text", true);
        return new ModelAnswer(
                answer,
                version(identity, response.modelName()),
                usage(response.tokenUsage()),
                Duration.ofNanos(System.nanoTime() - began).toMillis());
    }

    private ChatResponse answered(String instructions, String text) {
        try {
            return model.chat(ChatRequest.builder()
                    .messages(SystemMessage.from(instructions), UserMessage.from(text))
                    .build());
        } catch (NonRetriableException refused) {
            throw new NoModelAnswer(refused.getClass().getSimpleName(), false);
        } catch (RuntimeException failure) {
            throw new NoModelAnswer(failure.getClass().getSimpleName(), true);
        }
    }

    /** Which of those that have the name has answered: a server may put another behind it any day. */
    private static AiModel version(AiModel identity, @Nullable String told) {
        if (told == null || told.isBlank() || told.length() > MAX_NAME || !TextRules.isClean(told)) return identity;
        return new AiModel(identity.provider(), identity.name(), told);
    }

    private AiUsage usage(@Nullable TokenUsage tokens) {
        if (tokens == null) return new AiUsage(null, null, null);
        Long input = count(tokens.inputTokenCount());
        Long output = count(tokens.outputTokenCount());
        return new AiUsage(input, output, cost(input, output));
    }

    /** A count below nought is none. */
    private static @Nullable Long count(@Nullable Integer tokens) {
        return tokens == null || tokens < 0 ? null : Long.valueOf(tokens);
    }

    private @Nullable AiCost cost(@Nullable Long input, @Nullable Long output) {
        if (input == null || output == null) return null;
        return config.inputPrice()
                .flatMap(forInput -> config.outputPrice().map(forOutput -> forInput.multiply(BigDecimal.valueOf(input))
                        .add(forOutput.multiply(BigDecimal.valueOf(output)))
                        .divide(MILLION, COST_DECIMALS, RoundingMode.HALF_UP)))
                .map(amount -> new AiCost(
                        Objects.requireNonNull(amount).stripTrailingZeros().toPlainString(), config.currency()))
                .orElse(null);
    }
}
