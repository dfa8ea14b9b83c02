package polyclinic.audit.chain;

import java.util.List;
import java.util.UUID;

/** Entries for tests. */
public final class Samples {
    private Samples() {}

    public static Recorded recorded(int number) {
        return new Recorded(
                new UUID(0x0190_0000_0000_7000L, number).toString(),
                String.format("2026-03-01T10:%02d:%02d.000001Z", number / 60 % 60, number % 60),
                new Actor("0f1a", "doctor", List.of("doctor")),
                "read",
                "patient",
                "e" + number,
                "01900000-0000-7000-8000-00000000000a",
                "success",
                null,
                List.of(),
                new Source("patient-service", "127.0.0.1", "test/1.0"),
                null);
    }

    /** Entries 1 … count of a chain. */
    public static List<Entry> chain(int chain, int count) {
        List<Entry> entries = new java.util.ArrayList<>();
        Head head = Head.start(chain);
        for (int i = 1; i <= count; i++) {
            Entry entry = Entry.after(head, i - 1, recorded(i));
            entries.add(entry);
            head = entry.head();
        }
        return entries;
    }
}
