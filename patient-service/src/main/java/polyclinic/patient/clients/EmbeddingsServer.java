package polyclinic.patient.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;

/** The server of embeddings behind the address that is configured. */
@ApplicationScoped
public class EmbeddingsServer {
    /** By which a server refuses what it was sent, rather than whoever sent it. */
    private static final Set<Integer> REFUSED = Set.of(400, 413, 422);

    private final EmbeddingsClient client;

    EmbeddingsServer(@RestClient EmbeddingsClient client) {
        this.client = client;
    }

    /** The server takes none of the texts, or not one of them. */
    public static final class TextRefused extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** The server does not do its work. The message names the status or the failure, and nothing of the texts. */
    public static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoAnswer(String why) {
            super(why);
        }
    }

    /**
     * One embedding for each text, in their order, all of as many dimensions. Fails with {@link TextRefused} or {@link NoAnswer}.
     *
     * @param maxDimensions of an answer that is believed
     */
    public Uni<List<float[]>> embed(String model, @Nullable String key, List<String> texts, int maxDimensions) {
        ObjectNode request = Json.MAPPER.createObjectNode().put("model", model).put("encoding_format", "float");
        texts.forEach(request.putArray("input")::add);
        return client.embed(key == null ? null : "Bearer " + key, request)
                .map(answer -> vectors(answer, texts.size(), maxDimensions))
                .onFailure(failure -> !(failure instanceof NoAnswer))
                .transform(EmbeddingsServer::failure);
    }

    private static RuntimeException failure(Throwable failure) {
        if (!(failure instanceof WebApplicationException answer))
            return new NoAnswer(failure.getClass().getName());
        int status = answer.getResponse().getStatus();
        return REFUSED.contains(status) ? new TextRefused() : new NoAnswer("status " + status);
    }

    private static List<float[]> vectors(JsonNode answer, int texts, int maxDimensions) {
        Map<Integer, float[]> byIndex = new TreeMap<>();
        for (JsonNode one : answer.path("data")) {
            int index = one.path("index").asInt(byIndex.size());
            JsonNode numbers = one.path("embedding");
            if (index < 0 || index >= texts || numbers.isEmpty() || numbers.size() > maxDimensions)
                throw new NoAnswer("an answer that fits no text");
            byIndex.put(index, vector(numbers));
        }
        List<float[]> vectors = List.copyOf(byIndex.values());
        if (vectors.size() != texts
                || vectors.stream().mapToInt(vector -> vector.length).distinct().count() > 1)
            throw new NoAnswer("not one embedding for each text");
        return vectors;
    }

    private static float[] vector(JsonNode numbers) {
        float[] vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) vector[i] = numbers.get(i).floatValue();
        return vector;
    }
}
