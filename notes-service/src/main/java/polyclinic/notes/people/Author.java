package polyclinic.notes.people;

import polyclinic.commons.identity.Caller;

/** Who wrote something down. */
public class Author {
    public String subject;
    public String name;

    public static Author of(Caller caller) {
        Author author = new Author();
        author.subject = caller.subject();
        author.name = caller.name();
        return author;
    }

    public boolean is(Caller caller) {
        return subject.equals(caller.subject());
    }
}
