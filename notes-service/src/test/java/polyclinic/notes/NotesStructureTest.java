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
                "HistoryEntry.of",
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
