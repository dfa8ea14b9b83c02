package polyclinic.asset.texts;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Supplier;

/** Work on one document after the other, as long as there is one whose turn it is. The process that reads them runs meanwhile. */
public final class ReadingRound {
    private ReadingRound() {}

    /** What came of one of them. */
    public enum Turn {
        /** There was none. */
        NONE,
        /** It was put off, another was faster, or what reads it ended; its turn comes again. */
        OPEN,
        ENDED
    }

    /** Returns how many documents have come to an end. */
    public static Uni<Integer> run(ReaderProcess reader, Supplier<Uni<? extends Turn>> next) {
        return Uni.createFrom().deferred(() -> {
            reader.begin();
            return Multi.createBy()
                    .repeating()
                    .uni(next)
                    .whilst(turn -> turn != Turn.NONE)
                    .filter(turn -> turn == Turn.ENDED)
                    .collect()
                    .asList()
                    .map(List::size)
                    .onTermination()
                    .invoke(reader::end);
        });
    }
}
