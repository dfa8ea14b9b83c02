package polyclinic.patient.clients;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** A server that speaks OpenAI's protocol for embeddings; not the suite's own. */
@RegisterRestClient(configKey = "embeddings")
@Path("/embeddings")
interface EmbeddingsClient {
    /** @param request {@code {model, input: [texts], encoding_format}} */
    @POST
    Uni<JsonNode> embed(@HeaderParam("Authorization") @Nullable String authorization, JsonNode request);
}
