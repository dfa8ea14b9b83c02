package polyclinic.notes.sources;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import polyclinic.commons.problem.Problem;
import polyclinic.notes.transcripts.Transcripts;

/** Looks whether the transcripts and segments that sources name are there, and the patient's. */
@ApplicationScoped
public class SourceReferences {
    private final Transcripts transcripts;

    SourceReferences(Transcripts transcripts) {
        this.transcripts = transcripts;
    }

    /** Fails with 422 {@code unknown-reference} that names the first which is not. */
    public Uni<Void> require(List<NoteSource> sources, UUID patientId) {
        if (sources.isEmpty()) return Uni.createFrom().voidItem();
        Set<UUID> named = sources.stream().map(NoteSource::transcriptId).collect(Collectors.toSet());
        return transcripts.segmentIds(named, patientId).map(known -> {
            for (int i = 0; i < sources.size(); i++) {
                Set<UUID> segments = known.get(sources.get(i).transcriptId());
                if (segments == null) throw unknown("sources[" + i + "].transcriptId");
                if (!segments.containsAll(sources.get(i).segmentIds())) throw unknown("sources[" + i + "].segmentIds");
            }
            return null;
        });
    }

    private static Problem unknown(String field) {
        return new Problem(
                        422, "unknown-reference", "What " + field + " names does not exist, or is not this patient's.")
                .with("violations", List.of(new Problem.Violation(field, "must name something of this patient's")));
    }
}
