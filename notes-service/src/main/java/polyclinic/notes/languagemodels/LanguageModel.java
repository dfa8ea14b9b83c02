package polyclinic.notes.languagemodels;

import io.smallrye.mutiny.Uni;
import polyclinic.notes.ailogs.entries.AiModel;

/** A model that answers texts. */
public interface LanguageModel {
    /** Its name here; which version answered, an answer says. */
    AiModel identity();

    /**
     * What it makes of a text. Fails with {@link NoModelAnswer}.
     *
     * @param instructions what it is to do
     * @param text what it is to do it with
     */
    Uni<ModelAnswer> ask(String instructions, String text);
}
