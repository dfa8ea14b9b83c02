package polyclinic.audit.deadletters;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.messaging.decisions.LetterDecision;
import polyclinic.commons.messaging.decisions.LetterDecision.Action;

/**
 * Writes down what an operator wants to become of a letter; the service that set it aside acts on it within seconds, or when it
 * runs again. To say the same twice has one effect.
 */
@ApplicationScoped
class LetterSettlement {
    private final LetterQueries letters;
    private final LetterTopics topics;
    private final Audit audit;

    LetterSettlement(LetterQueries letters, LetterTopics topics, Audit audit) {
        this.letters = letters;
        this.topics = topics;
        this.audit = audit;
    }

    Uni<LetterView> replay(String id) {
        return settle(id, Action.REPLAY, LetterState.REPLAY_REQUESTED, LetterState.REPLAYED, "");
    }

    Uni<LetterView> drop(String id, String reason) {
        return settle(id, Action.DROP, LetterState.DROP_REQUESTED, LetterState.DROPPED, reason);
    }

    /** Recorded in the trail first: nothing is decided of which it does not know. */
    private Uni<LetterView> settle(
            String id, Action action, LetterState requested, LetterState settled, String reason) {
        return letters.require(id).chain(letter -> {
            LetterState state = letter.state();
            if (state == requested || state == settled) return Uni.createFrom().item(LetterView.of(letter));
            if (state != LetterState.OPEN) throw new LetterAlreadySettled(state);
            LetterDecision decision = letter.decide(action, reason);
            String verb = action == Action.REPLAY ? "replay" : "drop";
            return audit.record(audit.entry(verb, "dead_letter", letter.id(), null))
                    .chain(() -> topics.decide(letter, decision))
                    .replaceWith(LetterView.of(letter.with(requested, reason)));
        });
    }
}
