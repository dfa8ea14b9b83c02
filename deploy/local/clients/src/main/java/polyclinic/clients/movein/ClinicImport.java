package polyclinic.clients.movein;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.movein.files.FileDamage;
import polyclinic.clients.movein.files.RecordSelection;
import polyclinic.clients.movein.mapping.ClinicFile;
import polyclinic.clients.movein.mapping.ClinicMapping;
import polyclinic.clients.movein.mapping.MoveRecord;
import polyclinic.clients.movein.mapping.UnfitRecord;
import polyclinic.clients.movein.report.MoveReport;
import polyclinic.clients.movein.report.MoveReport.Count;
import polyclinic.clients.movein.transfer.RecordStoring;
import polyclinic.clients.movein.transfer.WorkerPool;

/**
 * Brings in a clinic that keeps its records in JSON files. Each file is read three times (which records count, storing, reading back), one
 * record at a time.
 */
final class ClinicImport {
    private static final int PARALLEL = 12;
    private static final int PROGRESS = 20;

    private final ClinicMapping mapping;
    private final RecordStoring storing;
    private final MoveReport report;
    private final PrintStream out;
    private final Map<ClinicFile, RecordSelection> selections = new EnumMap<>(ClinicFile.class);

    /** @param out where progress goes */
    ClinicImport(ClinicMapping mapping, RecordStoring storing, MoveReport report, PrintStream out) {
        this.mapping = mapping;
        this.storing = storing;
        this.report = report;
        this.out = out;
    }

    /** @param compare whether everything that is stored is read back */
    void run(Path folder, boolean compare) {
        long begin = System.nanoTime();
        for (ClinicFile file : ClinicFile.values()) select(folder, file);
        if (selections.isEmpty())
            throw new CheckFailed(folder + " has none of the files of a clinic (patients.json, …)");
        selections.forEach((file, selection) -> {
            each("stored", file, selection, storing::store, this::refuse);
        });
        if (compare)
            selections.forEach(
                    (file, selection) -> each("compared", file, selection, storing::compare, (place, reason) -> {}));
        report.took(Duration.ofNanos(System.nanoTime() - begin));
    }

    private void select(Path folder, ClinicFile file) {
        Path path = folder.resolve(file.fileName());
        if (!Files.isReadable(path)) return;
        RecordSelection selection = RecordSelection.of(path, file::id);
        selections.put(file, selection);
        report.count(file.kind(), Count.READ, selection.read());
        for (FileDamage damage : selection.damages()) {
            if (damage.isLoss()) report.refuse(file.kind(), file.fileName() + ":" + damage.line(), damage.reason());
            else report.treated(file.fileName() + ": " + damage.reason().replaceAll("line \\d+", "an earlier line"));
        }
        report.count(file.kind(), Count.NOT_TAKEN, selection.read() - selection.selected());
    }

    private void refuse(String place, UnfitRecord unfit) {
        for (ClinicFile file : ClinicFile.values())
            if (place.startsWith(file.fileName())) report.refuse(file.kind(), place, unfit.reason());
    }

    private void each(
            String what,
            ClinicFile file,
            RecordSelection selection,
            BiConsumer<String, MoveRecord> work,
            BiConsumer<String, UnfitRecord> unfit) {
        AtomicInteger done = new AtomicInteger();
        int step = Math.max(1, selection.selected() / PROGRESS);
        try (WorkerPool pool = new WorkerPool(PARALLEL)) {
            selection.forEach((id, record) -> pool.submit(() -> {
                try {
                    work.accept(file.kind(), mapping.map(file, id, record));
                } catch (UnfitRecord one) {
                    unfit.accept(file.fileName() + ":" + record.line(), one);
                }
                int count = done.incrementAndGet();
                if (count % step == 0 || count == selection.selected())
                    out.printf(Locale.ROOT, "  %s %s: %d of %d%n", file.kind(), what, count, selection.selected());
            }));
        }
    }
}
