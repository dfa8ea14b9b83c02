package polyclinic.notes.content;

import polyclinic.commons.identity.Caller;

/** Who wrote something down. */
public record Author(String subject, String name) {
    public static Author of(Caller caller) {
        return new Author(caller.subject(), caller.name());
    }

    public boolean is(Caller caller) {
        return subject.equals(caller.subject());
    }
}
