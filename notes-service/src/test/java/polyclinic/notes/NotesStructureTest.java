package polyclinic.notes;

import java.util.Set;
import polyclinic.commons.testing.contracts.Structure;

class NotesStructureTest extends Structure {
    @Override
    protected String root() {
        return "polyclinic.notes";
    }

    @Override
    protected Set<String> daysOfUtc() {
        return Set.of(
                "HistoryEntry.record",
                "HistoryEntry.past",
                "HistoryEntry.day",
                "SearchPeriod.instant",
                "EarliestDate.<clinit>");
    }

    @Override
    protected Set<String> goesOnDuringAHold() {
        return Set.of("KnownFlags");
    }
}
