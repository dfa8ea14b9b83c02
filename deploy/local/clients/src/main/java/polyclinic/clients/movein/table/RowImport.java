package polyclinic.clients.movein.table;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.apache.commons.codec.digest.DigestUtils;
import polyclinic.clients.movein.mapping.MoveRecord;
import polyclinic.clients.movein.mapping.UnfitRecord;
import polyclinic.clients.movein.report.MoveReport;
import polyclinic.clients.movein.report.MoveReport.Count;
import polyclinic.clients.movein.transfer.RecordStoring;
import polyclinic.clients.movein.transfer.WorkerPool;

/** Brings in a table by a mapping: reads it once to look, and again to store and to compare. */
public final class RowImport {
    private static final int PARALLEL = 12;
    private static final int PROGRESS_ROWS = 1000;

    private final Path file;
    private final TableMapping mapping;
    private final RowMapping rows;
    private final MoveReport report;
    private final PrintStream out;

    /** @param file CSV with a header; the tables of lookups lie beside it */
    public RowImport(Path file, Path mappingFile, ZoneId zone, MoveReport report, PrintStream out) {
        this.file = file;
        this.mapping = TableMapping.read(mappingFile);
        Path folder = file.toAbsolutePath().getParent();
        this.rows = new RowMapping(mapping, folder == null ? file : folder, zone, Instant.now());
        this.report = report;
        this.out = out;
    }

    public String source() {
        return mapping.source();
    }

    /** Reads and maps every row and stores none. */
    public void rehearse() {
        each((kind, record) -> record.treatments().forEach(report::treated), true, "looked at");
    }

    public void run(RecordStoring storing, boolean compare) {
        long begin = System.nanoTime();
        each(storing::store, true, "stored");
        if (compare) each(storing::compare, false, "compared");
        report.took(Duration.ofNanos(System.nanoTime() - begin));
    }

    private void each(BiConsumer<String, MoveRecord> work, boolean tells, String what) {
        String kind = mapping.target().plural();
        Set<String> seen = new HashSet<>();
        AtomicInteger done = new AtomicInteger();
        try (WorkerPool pool = new WorkerPool(PARALLEL)) {
            table().forEach((number, row) -> {
                String place = file.getFileName() + " row " + number;
                if (tells) report.count(kind, Count.READ, 1);
                try {
                    MoveRecord record = rows.map(place, row);
                    if (!seen.add(DigestUtils.md5Hex(record.externalId())))
                        throw new UnfitRecord("its id is that of an earlier row");
                    pool.submit(() -> work.accept(kind, record));
                } catch (UnfitRecord unfit) {
                    if (tells) report.refuse(kind, place, unfit.reason());
                }
                if (done.incrementAndGet() % PROGRESS_ROWS == 0)
                    out.printf(Locale.ROOT, "  %s %s: %d%n", kind, what, done.get());
            });
        }
    }

    private TableRows table() {
        return new TableRows(file, mapping.delimiter(), mapping.encoding(), mapping.nulls());
    }
}
