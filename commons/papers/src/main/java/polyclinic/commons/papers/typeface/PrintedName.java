package polyclinic.commons.papers.typeface;

/**
 * What a person or a medicine is called. It is printed as it is written, and beside it how it reads in Latin letters, where they are others.
 */
public record PrintedName(String text) {
    @Override
    public String toString() {
        return text;
    }
}
