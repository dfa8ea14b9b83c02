package polyclinic.patient.embeddings;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import polyclinic.patient.clients.EmbeddingsServer;

/** A model behind an address that speaks OpenAI's protocol. Texts of records leave the suite there. */
final class RemoteTextModel implements TextModel {
    private final EmbeddingsServer server;
    private final String model;
    private final @Nullable String key;

    RemoteTextModel(EmbeddingsServer server, String model, @Nullable String key) {
        this.server = server;
        this.model = model;
        this.key = key;
    }

    @Override
    public String name() {
        return model;
    }

    @Override
    public Uni<List<Optional<EmbeddingVector>>> embed(List<String> texts) {
        return ask(texts)
                .onFailure(EmbeddingsServer.TextRefused.class)
                .recoverWithUni(refused -> askSingly(texts))
                .onFailure(EmbeddingsServer.NoAnswer.class)
                .transform(failure -> {
                    Log.warnf("the server of embeddings: %s", failure.getMessage());
                    return new ModelUnavailable();
                });
    }

    private Uni<List<Optional<EmbeddingVector>>> ask(List<String> texts) {
        return server.embed(model, key, texts.stream().map(TextModel::cut).toList(), EmbeddingVector.MAX_DIMENSIONS)
                .map(vectors -> vectors.stream().map(EmbeddingVector::of).toList());
    }

    /** One that the server does not take must not stand in the way of the others. */
    private Uni<List<Optional<EmbeddingVector>>> askSingly(List<String> texts) {
        return Multi.createFrom()
                .iterable(texts)
                .onItem()
                .transformToUniAndConcatenate(text -> ask(List.of(text))
                        .map(one -> one.get(0))
                        .onFailure(EmbeddingsServer.TextRefused.class)
                        .recoverWithItem(Optional.empty()))
                .collect()
                .asList();
    }
}
