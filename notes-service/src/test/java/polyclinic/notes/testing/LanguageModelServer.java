package polyclinic.notes.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import polyclinic.commons.json.Json;
import polyclinic.commons.testing.web.StubExchange;
import polyclinic.commons.testing.web.StubServices;

/** A server that speaks OpenAI's protocol, at the address that the tests are configured with. */
public final class LanguageModelServer {
    private static final List<JsonNode> ASKED = new CopyOnWriteArrayList<>();

    private LanguageModelServer() {}

    /** What the server does with a question. */
    @FunctionalInterface
    public interface Answering {
        void answer(StubExchange exchange) throws IOException;
    }

    /** From now on it does that; what it was asked before is forgotten. */
    public static void handle(Answering answering) {
        ASKED.clear();
        StubServices.handle("/v1/chat/completions", exchange -> {
            ASKED.add(Json.MAPPER.readTree(exchange.readBody()));
            answering.answer(exchange);
        });
    }

    /** From now on it answers with these statements, a JSON array. */
    public static void answer(String statements) {
        handle(exchange -> complete(exchange, statements));
    }

    public static void complete(StubExchange exchange, String statements) throws IOException {
        String content = "```json\n{\"statements\":" + statements + "}\n```";
        exchange.answer(200, """
                {"id":"x","object":"chat.completion","created":1,"model":"small-2026-01-01",\
                "choices":[{"index":0,"message":{"role":"assistant","content":%s},"finish_reason":"stop"}],\
                "usage":{"prompt_tokens":400,"completion_tokens":100,"total_tokens":500}}""".formatted(Json.write(content)));
    }

    /** What it was asked since, oldest first. */
    public static List<JsonNode> asked() {
        return List.copyOf(ASKED);
    }
}
