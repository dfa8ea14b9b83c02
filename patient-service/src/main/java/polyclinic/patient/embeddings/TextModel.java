package polyclinic.patient.embeddings;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** What makes embeddings of texts. */
public interface TextModel {
    /** Characters of a text of which embeddings are made; how it goes on counts no more. */
    int MAX_LENGTH = 2000;

    /** Which model it is, and how it is used: embeddings of two names are not compared. */
    String name();

    /**
     * One embedding for each text, in their order; none for a text that means nothing to the model. Answers on any thread.
     *
     * <p>Fails with {@link ModelUnavailable} when the model does not do its work at the moment.
     */
    Uni<List<Optional<EmbeddingVector>>> embed(List<String> texts);

    /** Ends what the model runs on. */
    default void close() {}

    /** The beginning of a text that a model gets. */
    static String cut(String text) {
        if (text.length() <= MAX_LENGTH) return text;
        return text.substring(0, Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH);
    }
}
