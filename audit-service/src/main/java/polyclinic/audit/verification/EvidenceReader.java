package polyclinic.audit.verification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import polyclinic.audit.archive.CheckpointArchive;
import polyclinic.audit.archive.CheckpointStoreUnavailable;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.Checkpoints;
import polyclinic.audit.checkpoints.StoredCheckpoint;
import polyclinic.audit.signing.SigningKeys;

/** Reads the checkpoints of a chain from both stores. */
@ApplicationScoped
class EvidenceReader {
    /** Checkpoints weighed at a time. */
    static final int PAGE_SIZE = 16;

    private final Checkpoints checkpoints;
    private final CheckpointArchive archive;
    private final SigningKeys keys;

    EvidenceReader(Checkpoints checkpoints, CheckpointArchive archive, SigningKeys keys) {
        this.checkpoints = checkpoints;
        this.archive = archive;
        this.keys = keys;
    }

    /** The checkpoint with this number, as both stores have it. */
    Uni<Evidence> one(int chain, long number) {
        return checkpoints.get(Checkpoint.key(chain, number)).chain(stored -> archive.get(chain, number)
                .onFailure()
                .transform(away -> new CheckpointStoreUnavailable())
                .map(archived -> Evidence.weigh(chain, number, stored, archived, keys)));
    }

    /**
     * The checkpoints with the numbers {@code from}, {@code from + 1}, … up to the last that either store has; a full page
     * may have others behind it.
     *
     * @param archivedTo the last number in S3, 0 when there is none
     */
    Uni<List<Evidence>> page(int chain, long from, long archivedTo) {
        return checkpoints.range(chain, from, from + PAGE_SIZE - 1).chain(stored -> {
            Map<Long, StoredCheckpoint> byNumber =
                    stored.stream().collect(Collectors.toMap(StoredCheckpoint::number, checkpoint -> checkpoint));
            long last = byNumber.keySet().stream().reduce(archivedTo, Math::max);
            List<Uni<Evidence>> page = LongStream.rangeClosed(from, Math.min(last, from + PAGE_SIZE - 1))
                    .mapToObj(number -> archive.get(chain, number)
                            .map(archived -> Evidence.weigh(chain, number, byNumber.get(number), archived, keys)))
                    .toList();
            return page.isEmpty()
                    ? Uni.createFrom().item(List.of())
                    : Uni.join().all(page).andFailFast();
        });
    }
}
